import { z } from 'zod';
import { listTopics } from '../../../db/topics.js';
import { operation } from './operation.js';
import { named } from './shapes.js';

const topic = z
  .object({
    id: z.string().meta({ examples: ['crime-and-law-enforcement'] }),
    name: z.string(),
    own: z.boolean().meta({ description: 'One of this archive’s own, beside the policy areas of Congress.' }),
  })
  .register(named, { id: 'Topic' });

const topicList = z.object({ topics: z.array(topic) }).register(named, { id: 'TopicList' });

export const topicOperations = [
  operation({
    id: 'listTopics',
    method: 'get',
    path: '/topics',
    tag: 'Topics',
    summary: 'Every topic that statements are tagged with',
    answers: { 200: { description: 'All topics, by id.', schema: topicList } },
    async handle(_asked, { db }) {
      const topics = await listTopics(db);
      return { topics: topics.map(({ id, name, own_digest }) => ({ id, name, own: own_digest !== null })) };
    },
  }),
];

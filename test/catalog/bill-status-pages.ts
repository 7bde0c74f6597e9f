/** A BILLSTATUS file of the first schema (until 2022), about a bill that was never introduced. */
export const OLDER = `<?xml version="1.0" encoding="UTF-8"?>
<billStatus>
  <bill>
    <billNumber>9469</billNumber>
    <billType>SJRES</billType>
    <titles>
      <item><titleType>Short Titles as Introduced</titleType><title>Lighthouse &amp; Buoy
        Act of 2015</title><parentTitleType /></item>
      <item><titleType>Official Title as Introduced</titleType><title>A joint resolution to count lighthouses.</title></item>
    </titles>
    <introducedDate>2015-02-11</introducedDate>
    <cosponsors>
      <item><bioguideId>A000001</bioguideId><sponsorshipWithdrawnDate /><identifiers><bioguideId>A000001</bioguideId></identifiers></item>
      <item><bioguideId>A000002</bioguideId><sponsorshipWithdrawnDate>2015-03-01</sponsorshipWithdrawnDate></item>
    </cosponsors>
    <congress>114</congress>
    <laws><item><type>Public Law</type><number>114-999</number></item><item><type>Private Law</type><number>114-3</number></item></laws>
    <sponsors><item><identifiers><bioguideId>Q000001</bioguideId></identifiers><bioguideId>Q000001</bioguideId><fullName>Sen. Quill, Ada [D-WA]</fullName></item></sponsors>
    <primarySubject><name>Transportation and Public Works</name></primarySubject>
    <subjects><billSubjects><otherSubjects>
      <item><name>Coast guard</name><parentSubject><name>Armed Forces and National Security</name></parentSubject></item>
    </otherSubjects></billSubjects></subjects>
    <relatedBills>
      <item><number>7</number><type>HJRES</type><congress>114</congress><relationshipDetails><item><type>Identical bill</type></item></relationshipDetails></item>
      <item><number>12</number><type>SAMDT</type><congress>114</congress></item>
    </relatedBills>
    <amendments><amendment><number>3</number><congress>114</congress><type>SAMDT</type>
      <sponsors><item><bioguideId>Z000009</bioguideId><fullName>Sen. Other, A. [R-OH]</fullName></item></sponsors></amendment></amendments>
  </bill>
</billStatus>
`;

/** The same facts in the schema of 2022 and later. */
export const NEWER = `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<billStatus>
  <version>3.0.0</version>
  <bill>
    <number>9469</number>
    <type>SJRES</type>
    <introducedDate>2015-02-11</introducedDate>
    <congress>114</congress>
    <laws><item><type>Public Law</type><number>114-999</number></item><item><type>Private Law</type><number>114-3</number></item></laws>
    <relatedBills>
      <item><title>x</title><congress>114</congress><number>7</number><type>HJRES</type></item>
    </relatedBills>
    <sponsors><item><bioguideId>Q000001</bioguideId><fullName>Sen. Quill, Ada [D-WA]</fullName></item></sponsors>
    <cosponsors>
      <item><bioguideId>A000001</bioguideId></item>
      <item><bioguideId>A000002</bioguideId><sponsorshipWithdrawnDate>2015-03-01</sponsorshipWithdrawnDate></item>
    </cosponsors>
    <policyArea><name>Transportation and Public Works</name></policyArea>
    <subjects>
      <legislativeSubjects><item><name>Coast guard</name></item></legislativeSubjects>
      <policyArea><name>Transportation and Public Works</name></policyArea>
    </subjects>
    <titles>
      <item><titleType>Short Titles as Introduced</titleType><title><![CDATA[Lighthouse & Buoy Act of 2015]]></title></item>
      <item><titleType>Official Title as Introduced</titleType><title>A joint resolution to count lighthouses.</title></item>
    </titles>
  </bill>
</billStatus>
`;

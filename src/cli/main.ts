process.stdout.write('rostrum\n');

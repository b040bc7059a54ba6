new File(basedir, 'billing/src/main/resources/greeting.txt').write('Another greeting.\n')

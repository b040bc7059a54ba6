new File(basedir, 'src/main/resources/greeting.txt').write('Hello again.\n')

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

facts.file('first-digest.txt').text = facts.record().digest
facts.file('src/main/resources/greeting.txt').write('Another greeting.\n')

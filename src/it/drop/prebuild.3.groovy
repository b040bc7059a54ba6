def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// What the drop holds now, and may not lose.
facts.file('kept.txt').text = facts.sha256(facts.archive()) + '\n' + facts.record().digest + '\n'
facts.file('src/main/resources/greeting.txt').write('Another greeting.\n')

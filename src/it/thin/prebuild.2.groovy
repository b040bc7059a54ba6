def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// What the full archive was.
facts.file('full.txt').write(facts.record().digest + ' ' + facts.archive().length())

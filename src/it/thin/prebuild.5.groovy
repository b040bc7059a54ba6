def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// What the thin archive was.
facts.file('thin.txt').write(facts.record().digest + ' ' + facts.archive().length())

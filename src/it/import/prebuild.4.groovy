def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// What came of the layout.
facts.file('layout-record.json').write(facts.file('target/import-1.0-image.json').getText('UTF-8'), 'UTF-8')

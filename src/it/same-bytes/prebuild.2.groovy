def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

facts.file('first.tar').bytes = facts.archive().bytes
facts.file('first.json').bytes = facts.file('target/same-bytes-1.0-image.json').bytes
facts.file('target').deleteDir()

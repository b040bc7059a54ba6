def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def versions = facts.file('repository/it/image/promote-without-pom')
new File(versions, '2.0').mkdirs()
new File(versions, '1.0').eachFile { new File(versions, '2.0/' + it.name.replace('-1.0', '-2.0')).bytes = it.bytes }

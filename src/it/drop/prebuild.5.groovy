def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def other = facts.file('drop-box/it.image/other/42')
other.mkdirs()
facts.file('drop-box/it.image/drop/42').eachFile { new File(other, it.name).bytes = it.bytes }

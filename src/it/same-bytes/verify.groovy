def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

println 'Compared archives of JDK ' + (facts.log() =~ /Java version: ([^,]+)/).collect { it[1] }.join(' and ')
assert facts.sha256(facts.file('first.tar')) == facts.sha256(facts.archive())
assert facts.file('first.json').text == facts.file('target/same-bytes-1.0-image.json').text

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

['one', 'two', 'three'].each {
    facts.file("build-8-${it}.json").bytes = facts.file("$it/target/release-$it-1.0-image.json").bytes
    facts.file("$it/src/main/resources/greeting.txt").write("$it again")
}
// A list has commas.
facts.file('all.properties').text = facts.file('call.properties').text + 'image.environment=dev,test,prod'
true

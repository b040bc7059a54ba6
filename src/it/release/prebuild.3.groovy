def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// The command that comes next is killed when it is about to put the first manifest.
facts.file('hold').createNewFile()
def properties = new Properties()
facts.file('invoker.properties').withReader { properties.load(it) }
def goals = properties['invoker.goals.3'].replace('${promote}', promote).replace('${it.directory}', basedir.parent)
def call = new ProcessBuilder([mavenHome + '/bin/mvn', '-B', '-s', sources + '/settings.xml',
        '-Dmaven.repo.local=' + localRepositoryPath, *goals.split(' ')])
call.environment().put('DOCKER_CONFIG', new File(basedir, '../no-docker-config').path)
def killed = call.directory(facts.file('stage')).redirectErrorStream(true).redirectOutput(facts.file('killed.log')).start()
while (!facts.file('held').exists()) {
    assert killed.alive: facts.file('killed.log').text
    sleep 100
}
killed.descendants().each { it.destroyForcibly() }
killed.destroyForcibly().waitFor()
assert facts.file('hold').delete()

// Blobs are there, and nothing that names them.
['one', 'two', 'three', 'chart'].each {
    def tags = new URL("http://$registry/v2/release-test/release-$it/tags/list").openConnection()
    assert tags.responseCode == 404
}
true

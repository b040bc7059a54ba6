def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// The fifth call asked for what lies there now, and took nothing.
def asked = new File(nginxLog).readLines().findAll { it.startsWith('GET /deploy-http/it/image/deploy-http/1.0/') }*.replaceAll('.*-image', '')
assert asked.count('.tar') == 2 && asked.count('.json') == 2
assert asked.takeRight(2).sort() == ['.json.sha1', '.tar.sha1']

['tar', 'json'].each { type ->
    def deployed = new URL(nginx + '/deploy-http/it/image/deploy-http/1.0/deploy-http-1.0-image.' + type).bytes
    assert facts.sha256(deployed) == facts.sha256(facts.file('target/deploy-http-1.0-image.' + type))
}
def first = facts.file('first-digest.txt').text
def second = facts.record().digest
assert first != second
assert facts.tag('registries/dev', 'deploy-http', '42') == first
assert facts.tag('registries/dev', 'deploy-http', '43') == second
assert facts.tag('registries/dev', 'deploy-http', 'latest') == second
assert facts.json('release/target/image/promote-dev.json').images[0].digest == second

def log = facts.log()
assert log.count("'it.image:deploy-http:tar:image:1.0' was deployed again: repository 'it' (" + nginx + '/deploy-http)') == 1
assert facts.json('release/again.json').outcome == 'unchanged'
assert facts.failure().contains(nginx + '/elsewhere') && !facts.failure().contains(nginx + '/deploy-http')
assert facts.json('release/offline.json').images[0].digest == second
assert !facts.file('release/offline.json').text.contains(nginx)
assert log.contains("Maven is offline (-o): 'it.image:deploy-http:tar:image:1.0' is taken as it was downloaded before")

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

['tar', 'json'].each { type ->
    def deployed = new URL(nginx + '/deploy-http/it/image/deploy-http/1.0/deploy-http-1.0-image.' + type).bytes
    assert facts.sha256(deployed) == facts.sha256(facts.file('target/deploy-http-1.0-image.' + type))
}
assert facts.tag('registries/dev', 'deploy-http', '42') == facts.record().digest
assert facts.json('release/target/image/promote-dev.json').images[0].digest == facts.record().digest

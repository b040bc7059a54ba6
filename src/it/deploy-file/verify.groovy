def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def deployed = facts.file('repository/it/image/deploy-file/1.0')
['tar', 'json'].each { type ->
    def file = new File(deployed, 'deploy-file-1.0-image.' + type)
    assert file.file
    assert new File(deployed, file.name + '.sha1').text.startsWith(
        java.security.MessageDigest.getInstance('SHA-1').digest(file.bytes).encodeHex().toString())
}
def record = facts.json('repository/it/image/deploy-file/1.0/deploy-file-1.0-image.json')
assert record.buildId == '42'

// No target, so it came from the repository; what is installed beside it is not asked.
assert !facts.file('target/deploy-file-1.0-image.tar').exists()
assert facts.log().contains("deploy-file:tar:image:1.0 from repository 'it'")
assert facts.tag('registries/dev', 'deploy-file', '42') == record.digest
def result = facts.json('target/image/promote-dev.json')
assert result.outcome == 'promoted'
assert result.images[0].digest == record.digest

assert facts.failure().contains("This call packaged 'deploy-file', and no image was attached to it")
assert facts.failure().contains('<executions><execution><goals><goal>build</goal></goals></execution></executions>')
assert facts.tags('registries/test', 'deploy-file').empty

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def manifest = new URL('http://' + registryAuth + '/v2/encrypted-server-password/manifests/42').openConnection()
manifest.setRequestProperty('Authorization', 'Basic ' + 'deployer:open sesame'.bytes.encodeBase64())
manifest.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json')
assert facts.sha256(manifest.inputStream.bytes) == facts.record().digest
assert facts.json('target/image/promote-guarded.json').images[0].registry == registryAuth

def secrets = ['open sesame', 'deployer:open sesame'.bytes.encodeBase64().toString()]
facts.file('target').eachFileRecurse { file ->
    assert file.directory || secrets.every { !file.getText('ISO-8859-1').contains(it) }
}
assert secrets.every { !facts.log().contains(it) }

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

if (mavenVersion.startsWith('4')) {
    def manifest = new URL('http://' + registryAuth + '/v2/encrypted-by-mvnenc/manifests/43').openConnection()
    manifest.setRequestProperty('Authorization', 'Basic ' + 'deployer:open sesame'.bytes.encodeBase64())
    manifest.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json')
    assert facts.sha256(manifest.inputStream.bytes) == facts.record().digest
} else {
    assert facts.failure().contains("the password of server 'guarded-registry' in settings.xml cannot be decrypted")
}
assert !facts.log().contains('open sesame')

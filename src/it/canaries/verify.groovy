import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// Each was used: the registry has both images, the proxy let someone through, the echo got the token.
['variables', 'server'].each {
    def manifest = new URL("http://$registryAuth/v2/$it/canaries/manifests/42").openConnection()
    manifest.setRequestProperty('Authorization', 'Basic ' + 'deployer:open sesame'.bytes.encodeBase64())
    manifest.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json')
    assert facts.sha256(manifest.inputStream.bytes) == facts.record().digest
}
assert new File(proxyLog as String).readLines().any { it.contains('/v2/variables/canaries/manifests/42') && it.contains(' office ') }
assert facts.log().contains('you sent Bearer ***')
assert facts.log().contains("'env:IT_HOOK' of 'variables': it answered 403 'you asked for *** as Basic *** # #vso[")
assert facts.log().contains("'a' of 'variables': it answered 403 'you asked for /echo/subscriptions/s/")
assert facts.log().contains('as Bearer *** # #vso[')
assert facts.file('asked.txt').text.trim() == "arguments: get; standard input: ${new URL(nginx).authority}"
assert facts.file('processes.txt').length() > 100

// Where each login was found is told, and it is not.
assert facts.log().contains("environment variables IT_USERNAME and IT_PASSWORD")
assert facts.log().contains("server 'guarded-registry' of settings.xml")
assert facts.log().contains("helper 'docker-credential-canary'")
def canaries = ['signing-canary-Zq7', 'AgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgY', 'O+RH0+D+0e4tXltHU1Uk8cen', 'MIHsMFcGCSqGSIb3DQEFDTBKMCkG',
        'tVA7s4HVKAjev5J1hPU84fsEVxTG', 'open sesame', 'proxy-canary-Zq7', 'canary-refresh-Zq7', 'canary-next-refresh-Zq7', 'canary-access-Zq7',
        'helper-stdout-Zq7', 'helper-stderr-Zq7', 'service-canary-Zq7', 'hmac-canary-Zq7', 'azure-canary-Zq7', 'hook-canary-Zq7']
def basic = ['deployer:open sesame', 'office:proxy-canary-Zq7', 'ops:service-canary-Zq7']
def forms = (canaries + basic).collectMany {
    [it, URLEncoder.encode(it, 'UTF-8'), URLEncoder.encode(it, 'UTF-8').replace('+', '%20'), it.bytes.encodeBase64().toString(),
     it.bytes.encodeBase64Url().toString()]
}
def known = ['verify.groovy', 'canary-settings.xml', 'invoker.properties', 'docker-credential-canary', 'release.key']
basedir.eachFileRecurse { file ->
    if (file.file && !known.contains(file.name)) {
        def text = file.getText('UTF-8')
        // Not ours: with -X maven-resources-plugin lists all variables that it could filter with.
        def ours = file.name == 'build.log' ? text.readLines().findAll { !it.startsWith('[DEBUG] env.IT_') }.join('\n') : text
        forms.each { assert !ours.contains(it): "$it in $file" }
    }
}

// What the POM takes from variables is in no record, no archive and no line of ours; Maven itself tells it with -X.
def configured = ['configured-canary-zq7', 'pwd-canary-zq7', 'pat-canary-zq7', 'aws-canary-zq7']
assert facts.record().environments.find { it.id == 'never' }.serverId == '${env.AWS_ACCESS_KEY_ID}'
[facts.file('target/canaries-1.0-image.json'), facts.file('target/canaries-1.0-image.tar')].each { file ->
    configured.each { assert !file.getText('ISO-8859-1').contains(it) }
}
def lines = facts.log().readLines().findAll { it =~ /^\[(INFO|WARNING|ERROR)\]/ }.join('\n')
configured.each { assert !lines.contains(it) }

// Provenance, signature and the promotion's record, as they lie in the registry; what is signed is in base64 there.
['variables', 'server'].each { name ->
    def get = { String path ->
        def connection = new URL("http://$registryAuth/v2/$name/canaries/$path").openConnection()
        connection.setRequestProperty('Authorization', 'Basic ' + 'deployer:open sesame'.bytes.encodeBase64())
        connection.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json')
        connection.inputStream.text
    }
    def statements = new JsonSlurper().parseText(get('manifests/' + facts.record().digest.replace(':', '-'))).manifests.collect {
        def layer = new JsonSlurper().parseText(get("manifests/$it.digest")).layers[0]
        new String(new JsonSlurper().parseText(get("blobs/$layer.digest")).dsseEnvelope.payload.decodeBase64(), 'UTF-8')
    }
    ['https://sigstore.dev/cosign/sign/v1', 'https://slsa.dev/provenance/v1', 'https://imagepromotion.github.io/promotion/v1'].each { type ->
        assert statements.count { it.contains(type) } == 1
    }
    assert statements.any { it.contains('mirror.example/${env.IT_CANARY_TOKEN}') && it.contains('"serverId":"${env.AWS_ACCESS_KEY_ID}"') }
    (forms + configured).each { form -> statements.each { assert !it.contains(form) } }
}

// HttpClient says nothing: it would tell addresses that are secrets, and what servers say as it is.
assert !facts.log().contains('ex-0000000001')

// What came from outside is obeyed by nobody.
assert !facts.log().contains('##vso[') && facts.log().contains('# #vso[')
assert !facts.log().contains('\u001b[31m')

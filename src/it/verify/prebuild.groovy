// A key of its own for each run: encrypted, as a team would keep it.
def openssl = { String... arguments ->
    def process = (['openssl'] + arguments.toList()).execute(null, basedir)
    def error = new StringBuffer()
    process.waitForProcessOutput(new StringBuffer(), error)
    assert process.exitValue() == 0: error
}
openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-aes-256-cbc', '-pass', 'pass:it-passphrase',
        '-out', 'signing.key')
openssl('pkey', '-in', 'signing.key', '-passin', 'pass:it-passphrase', '-pubout', '-out', 'signing.pub')

def sbom = new File(basedir, 'target/bom.json')
sbom.parentFile.mkdirs()
sbom.write('{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}\n')

assert new File(basedir, 'repository/it/image/release-library').deleteDir()
def openssl = { String... arguments ->
    def process = (['openssl'] + arguments.toList()).execute(null, basedir)
    def error = new StringBuffer()
    process.waitForProcessOutput(new StringBuffer(), error)
    assert process.exitValue() == 0: error
}
openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'release.key')
openssl('pkey', '-in', 'release.key', '-pubout', '-out', 'release.pub')
true

import groovy.json.JsonSlurper
import java.security.MessageDigest

/** What can be seen of a case after it ran, read with the JDK alone: none of the plugin's own code. */
class Facts {
    final File basedir

    Facts(File basedir) {
        this.basedir = basedir
    }

    File file(String path) {
        new File(basedir, path)
    }

    Object json(String path) {
        assert file(path).file
        new JsonSlurper().parse(file(path))
    }

    /** The build record of a module. */
    Object record(String module = '.') {
        def records = file(module + '/target').listFiles().findAll { it.name.endsWith('-image.json') }
        assert records.size() == 1
        new JsonSlurper().parse(records[0])
    }

    /** The image archive of a module. */
    File archive(String module = '.') {
        def archives = file(module + '/target').listFiles().findAll { it.name.endsWith('-image.tar') }
        assert archives.size() == 1
        archives[0]
    }

    String log() {
        file('build.log').getText('UTF-8')
    }

    /** What Maven said about each goal that failed: the text between the project and its help link. */
    List<String> failures() {
        (log() =~ /(?s)\[ERROR\] Failed to execute goal [^\n]*? \([\w-]+\) on project [^:\s]+: (.*?) -> \[Help 1\]/).collect { it[1] }
    }

    /** The only failure: one sentence and its remedy on one line, no stack trace around it. */
    String failure() {
        assert failures().size() == 1
        assert !failures()[0].contains('\n')
        assert !(log() =~ /(?m)^\s+at [\w.]+\([\w.]+java:\d+\)/)
        assert !(failures()[0] =~ /[\w.]+(Exception|Error):/)
        failures()[0]
    }

    static String sha256(byte[] bytes) {
        'sha256:' + MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex()
    }

    static String sha256(File file) {
        assert file.file
        sha256(file.bytes)
    }

    /** The digest that a tag has in a directory of OCI layouts, null without one; all it needs is there and intact. */
    String tag(String registry, String repository, String tag) {
        File layout = new File(file(registry), repository)
        if (!new File(layout, 'index.json').file) {
            return null
        }
        assert new JsonSlurper().parse(new File(layout, 'oci-layout')).imageLayoutVersion == '1.0.0'
        def entries = new JsonSlurper().parse(new File(layout, 'index.json')).manifests.findAll {
            it.annotations?.get('org.opencontainers.image.ref.name') == tag
        }
        assert entries.size() <= 1
        if (entries.empty) {
            return null
        }
        checkBlob(layout, entries[0])
        entries[0].digest
    }

    /** Every tag of an image in a directory of OCI layouts, but not the lock of promotions. */
    Set<String> tags(String registry, String repository) {
        File index = new File(file(registry), repository + '/index.json')
        def names = index.file ? new JsonSlurper().parse(index).manifests*.annotations*.get('org.opencontainers.image.ref.name') : []
        names.findAll { it && it != 'promotion-lock' } as Set
    }

    private void checkBlob(File layout, Object descriptor) {
        File blob = new File(layout, 'blobs/' + descriptor.digest.replace(':', '/'))
        assert sha256(blob) == descriptor.digest
        assert blob.length() == descriptor.size
        if (descriptor.mediaType.contains('manifest') || descriptor.mediaType.contains('index')) {
            def content = new JsonSlurper().parse(blob)
            ((content.manifests ?: []) + (content.layers ?: []) + (content.config ? [content.config] : [])).each {
                checkBlob(layout, it)
            }
        }
    }

    /** The standard output of a command that must succeed. */
    static byte[] run(List<String> command) {
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        def process = command.execute()
        process.waitForProcessOutput(out, err)
        assert process.exitValue() == 0: "$command: $err"
        out.toByteArray()
    }

    /** Extracts an archive into a directory of the case. */
    File unpack(File archive, String directory) {
        file(directory).deleteDir()
        file(directory).mkdirs()
        run(['tar', '-xf', archive.path, '-C', file(directory).path])
        file(directory)
    }

    /** Extracts the image archive: an OCI layout, whose only image is described in the returned entry. */
    Object layout(String module = '.', String directory = 'unpacked') {
        File layout = unpack(archive(module), directory)
        def manifests = new JsonSlurper().parse(new File(layout, 'index.json')).manifests
        checkBlob(layout, manifests[0])
        manifests[0]
    }
}

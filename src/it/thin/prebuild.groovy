def base = 'oci:' + new File(basedir, '../../busybox-base').canonicalPath
def push = ['skopeo', 'copy', '--dest-tls-verify=false', base, 'docker://' + registry + '/base/busybox:1'].execute()
push.waitForProcessOutput(System.out, System.err)
assert push.exitValue() == 0

// A base of two platforms: what differs is what their configs say, and a layer each.
def crane = { String... arguments ->
    def call = [new File(peers, 'crane').path, *arguments, '--insecure'].execute()
    call.waitForProcessOutput(System.out, System.err)
    assert call.exitValue() == 0
}
def repository = registry + '/base/busybox'
def each = ['linux/amd64', 'linux/arm64'].collect { platform ->
    def architecture = platform.split('/')[1]
    def layer = new File(basedir, architecture + '.tar')
    new File(basedir, 'platform').write(platform)
    def tar = ['tar', '-cf', layer.path, '-C', basedir.path, 'platform'].execute()
    assert tar.waitFor() == 0
    crane('mutate', '--set-platform', platform, '-t', repository + ':bare-' + architecture, repository + ':1')
    crane('append', '-b', repository + ':bare-' + architecture, '-f', layer.path, '-t', repository + ':' + architecture)
    ['-m', repository + ':' + architecture]
}
new File(basedir, 'platforms.properties').write("image.from.image=$repository:all\nimage.from.platforms=linux/amd64,linux/arm64\n")
crane('index', 'append', *each.flatten(), '-t', repository + ':all')

def base = 'oci:' + new File(basedir, '../../busybox-base').canonicalPath
def save = ['skopeo', 'copy', base, 'docker-archive:' + new File(basedir, 'saved.tar') + ':saved:1'].execute()
save.waitForProcessOutput(System.out, System.err)
assert save.exitValue() == 0

// An index of three platforms, under a tag that names something else by now.
def crane = { String... arguments ->
    def out = new StringBuilder()
    def call = ([new File(peers, 'crane').path, *arguments, '--insecure']).execute()
    call.waitForProcessOutput(out, System.err)
    assert call.exitValue() == 0
    out.toString().trim()
}
def repository = registry + '/imported/busybox'
def push = ['skopeo', 'copy', '--dest-tls-verify=false', base, 'docker://' + repository + ':moved'].execute()
push.waitForProcessOutput(System.out, System.err)
assert push.exitValue() == 0
def each = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].withIndex().collect { platform, i ->
    crane('mutate', '--set-platform', platform, '-t', repository + ':' + i, repository + ':moved')
    ['-m', repository + ':' + i]
}
crane('index', 'append', *each.flatten(), '-t', repository + ':all')
def digest = crane('digest', repository + ':all')
new File(basedir, 'pinned.properties').write("image.source=docker://$repository:moved@$digest\nimage.platform=linux/arm/v7, linux/amd64\n")
new File(basedir, 'all.properties').write("image.source=docker://$repository:all\n")
new File(basedir, 'platforms.txt').write([digest, *(0..2).collect { crane('digest', repository + ':' + it) }].join(' '))

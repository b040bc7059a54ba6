# shellcheck shell=bash disable=SC2154
# What bin/bench measures with; to be sourced. The same seed gives the same content.

# Puts the plugin as it stands here into a Maven repository of its own.
install_plugin() {
  version=$(sed -n '/<artifactId>image-promotion-maven-plugin</,/<packaging>/s|.*<version>\(.*\)</version>|\1|p' "$root/pom.xml")
  plugin=io.github.imagepromotion:image-promotion-maven-plugin:$version
  [ -e "$work/plugin.stamp" ] && [ -z "$(find "$root/src/main" "$root/pom.xml" -newer "$work/plugin.stamp")" ] && return 0
  say "Building the plugin ..."
  (cd "$root" && "${mvn[@]}" --quiet -Dmaven.test.skip=true -Djacoco.skip package \
    org.apache.maven.plugins:maven-invoker-plugin:3.10.1:install -Dinvoker.localRepositoryPath="$work/m2" </dev/null)
  touch "$work/plugin.stamp"
}

# build_image NAME BUILD-ID DIRECTORY...: the image archive NAME.tar, with a layer of each directory's content.
build_image() {
  local name=$1 id=$2 project=$work/project
  shift 2
  mkdir -p "$project"
  cp "$root/src/bench/project/pom.xml" "$project/"
  (cd "$project" && maven "$plugin:build" -Dbench.plugin.version="$version" -Dbench.architecture="$(image_architecture)" \
    -Dimage.repository=bench -Dimage.buildId="$id" -Dimage.provenance="${provenance:-false}" -Dimage.checkStart=false -Dimage.extraDirectories.paths="$(IFS=,; echo "$*")" \
    -Dimage.cacheDirectory="$work/cache")
  mv "$project/target/bench-1.0-image.tar" "$work/$name.tar"
  mv "$project/target/bench-1.0-image.json" "$work/$name.json"
}

# promote_twice OPTION...: two promotions in one call of Maven, to the environment "before" and to "bench". The second one
# is what is left when the JVM is warm.
promote_twice() {
  mkdir -p "$work/warm/.mvn"
  cd "$work/warm"
  cat > pom.xml <<XML
<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>warm</artifactId><version>1</version><packaging>pom</packaging>
<build><plugins><plugin><groupId>${plugin%%:*}</groupId><artifactId>image-promotion-maven-plugin</artifactId><version>$version</version><executions>
  <execution><id>before</id><configuration><environment>before</environment></configuration></execution>
  <execution><id>bench</id><configuration><environment>bench</environment></configuration></execution>
</executions></plugin></plugins></build></project>
XML
  maven "$plugin:promote@before" "$plugin:promote@bench" -Dimage.resultFile="$work/promoted.json" "$@"
}

# The blobs of an archive, as files, for those that upload them without a tool.
unpack_blobs() {
  rm -rf "$work/$1.blobs"
  mkdir "$work/$1.blobs"
  tar -xf "$work/$1.tar" -C "$work/$1.blobs" --strip-components=2 blobs/sha256
  # The one manifest goes where manifests go.
  mv "$work/$1.blobs/$(tar -xOf "$work/$1.tar" index.json | grep -o '[0-9a-f]\{64\}' | head -1)" "$work/$1.manifest"
}

# What docker save writes: layers without compression.
save_as_docker() {
  rm -f "$work/$1.docker.tar"
  skopeo copy -q "oci-archive:$work/$1.tar" "docker-archive:$work/$1.docker.tar:bench:$1"
}

make_content() { "$JAVA_HOME/bin/java" "$root/src/bench/content/MakeContent.java" "$@"; }

# The image of 257 MB and the same with other application classes.
make_images() {
  local content=$work/content stamp
  stamp="$(sha256sum < "$root/src/bench/content/MakeContent.java") $(sha256sum < "${BASH_SOURCE[0]}")"
  [ "$(cat "$work/images.stamp" 2>/dev/null)" != "$stamp" ] || return 0
  say "Making the images ..."
  rm -rf "$content"
  (
    mkdir -p "$content"
    cd "$content" || exit
    make_content 1 base/random-base=30 base/classes-base=75 data/random-data=121 runtime/classes-runtime=110 \
      libs/random-jars=22 app/classes-app=12
    make_content 2 app2/classes-app=12
    build_image one 1 "$content"/{base,data,runtime,libs,app}
    build_image two 2 "$content"/{base,data,runtime,libs,app2}
  )
  for image in one two; do
    unpack_blobs "$image"
    save_as_docker "$image"
  done
  rm -rf "$content"
  echo "$stamp" > "$work/images.stamp"
}

# An image of 2 GB in four layers, of which three fill most of it.
make_large_image() {
  local content=$work/content
  [ ! -e "$work/large.tar" ] || return 0
  say "Making the large image ..."
  rm -rf "$content"
  mkdir -p "$content"
  (cd "$content" && make_content 3 one/random-1=900 two/random-2=600 three/random-3=450 four/classes-4=117)
  build_image large 1 "$content"/{one,two,three,four}
  rm -rf "$content"
}

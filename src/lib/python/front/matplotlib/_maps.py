"""Colour maps as data.

A continuous map is a list of anchors, each eight hexadecimal digits: place among 256 (two) and
colour (six); between anchors colours are mixed in RGB, which is at most 2/255 from matplotlib's.
A listed map is its colours. viridis, plasma, inferno and magma are by N. Smith and S. van der Walt
(CC0), coolwarm by K. Moreland; Blues, RdBu, Set1 and their like are ColorBrewer's
(https://colorbrewer2.org, Apache 2.0, C. Brewer, M. Harrower and The Pennsylvania State
University).
"""

_CONTINUOUS = """
viridis
    00440154194824753241428757306a8e841f948c9721a685a62fb47cb84ec36bcd7cd250edd0e11cf4e2e418fdf8
    e621fffde725
plasma
    000d08870a260591255502a43c7801a84c8f0da46fbb34889ee56a5dc4fa9b3ddffdc328eef9dc24fcf1f426fff0
    f921
inferno
    00000004090403141b190c3e282f0a5b36470b6a4a67166e638f24697fba36559bdf5337b5f57b17c2fa9207cafc
    a108d5fbb61ae4f7d340eff2e865f9f4f88efffcffa4
magma
    000000040703030f1b160f3b2d31116538440f764b6219806e992d808bc83e739fe55064aff4695cbefb8560d2fe
    aa74f0fde2a3fffcfdbf
cividis
    0000224e14003070170132711d1436702a2a3f6d4a4d556c8a868379b5b0a571d8d5c25eefefd748fcfee434fffe
    e838
gray
    00000000ffffffff
bone
    0000000062565776c1aac9c9ffffffff
hot
    000b00005dff0000befffe00ffffffff
afmhot
    000000004080000080ff8001c0ffff81ffffffff
cool
    0000ffffffff00ff
copper
    00000000cfffa267ffffc77f
spring
    00ff00ffffffff00
summer
    00008066ffffff66
autumn
    00ff0000ffffff00
winter
    000000ffff00ff80
jet
    000000801c0000ff200000ff5700dcfe5a02e8f46016ffe1a3eeff09a6f8f500a9ffea00e3ff1300e8e80000ff80
    0000
turbo
    0030123b08392a73114143a71b455ed3244776ee2c458afc333e9bfe3c2fb2f44a1ad2d25218e0bd5a22ebaa643f
    f68a7580ff537e9ffd3f87b7f73594d7e535a4f4c73ab0fdac34befc8423cdef5811dbda3907edb21a01fe7e0502
    ff7a0403
rainbow
    008000ff23396bf93c08acee4000b5eb552adddd664df3ce7972febb8a94fda89bb6f193b0e0d377c0ffb360d8ff
    763dfbff0d06ffff0000
hsv
    00ff000029fef1002df4ff005508ff005900ff108100fffc8200fcffaa0010ffae0800ffd6f400ffd9fc00f5ddff
    00e1ffff0018
twilight
    00e2d9e213d3d6db31a9c1cb4e82a7c3696b8dbf87606db8a65e48a8bd5a2d92d24f1972ea3c114bff2f1436
coolwarm
    003b4cc01a5a78e4337b9ff94a9bbcff62bbd1f87ad7dce385e2dad599f2cbb7b0f7b093c9f08a6ce1dc5d4af5c3
    2e31f8be242effb40426
bwr
    000000ff7ffefeff84fff6f6ffff0000
seismic
    0000004c400101ff7ffdfdff80fffdfdbfff0101ff800000
Blues
    00f7fbff44c1d9ed6497c6df8761a7d2a93888c1c71b69afe1084f99ff08306b
Greens
    00f7fcf524e1f3dc46c0e6b96c90d18d846dc072a13fa95cd0117b38e0006c2cff00441b
Greys
    00ffffff27ebebeb57c5c5c572a7a7a7a46e6e6ec34d4d4de61d1d1dff000000
Oranges
    00fff5eb23fee4ca43fdcd9c69fda45d86fb8634a1f06712c1d64701e4a03403ff7f2704
Purples
    00fcfbfd28eae8f245d5d5e96bb1b1d58a9490c3a47d77b7e252238dff3f007d
Reds
    00fff5f022fedecf60fc927284f96346a1ed392bc0ca181de0a30f15ff67000d
BuGn
    00f7fcfd24e2f4f741caebe5668fd4c28362c09fa33eaa70c1218944e0006c2cff00441b
BuPu
    00f7fcfd26dae7f1639cb8d8828c93c4bb8947a0e0800f7bff4d004b
GnBu
    00f7fcf042c9eac461a6dcb6896ec5c8a04db2d3e00867abff084081
OrRd
    00fff7ec2dfee0b743fdd19b62fdb88181fb8b58a2ed6145c5d12719e0b20000ff7f0000
PuBu
    00fff7fb27e6e2ef43cccfe56a96b6d7846ba5cda52d8abdc0056fafe3045687ff023858
PuBuGn
    00fff7fb27e6deee43cccfe561a3bcda8460a5cda03590bfc0028189e2016956ff014636
PuRd
    00f7f4f922e6deee48d1afd561ca92c682e060ada0e72989c0cd1256e2940040ff67001f
RdPu
    00fff7f32afdd7d442fcc2bf62fa9bb482f564a0a1db3196c0ad017eec660172ff49006a
YlGn
    00ffffe521f6fcb843d5eea167a1d8898a66bd70a13fa95cc2208242e0006737ff004529
YlGnBu
    00ffffd921ecf7b141c4e8b46476cabc813fb4c4a01d90c0c82352a3e0243392ff081d58
YlOrBr
    00ffffe525fff4b541fee28e61fec24d82fd9627a2e96d13c2c84a02e78c3004ff662506
YlOrRd
    00ffffcc40fed97661feb04b81fd8a3ba1fb4b29c0e2191ce0bb0026ff800026
BrBG
    005430051b8f540c34c084304ddfc37e67f6e9c580f4f5f59ac4e9e4b47ccabecd33958de601655dff003c30
PiYG
    008e01521ac51d7e34df79b04df1b7da68fde2f080f7f7f69ae4f4cdb4b5df82cc7fbc41e64c9121ff276419
PRGn
    0040004b1b782e85359c74ae4fc6aad167e8d5e980f6f7f69bd5eecfb3a5da9fcd58ac5fe61a7736ff00441b
PuOr
    007f3b081cb75c0733e082144efdba6869fde3be80f6f6f79ad7d8eab6aba3cdce7d6da9e6532687ff2d004b
RdBu
    0067001f1ab3192c35d865514ef5a88667fddcc980f6f7f79acfe4efb48dc2dccc4393c3e62065abff053061
RdGy
    0067001f1ab3192c35d865514ef5a88668fddecb7ffffefe9ed9d9d9b6b3b3b3d5737373ed3e3e3eff1a1a1a
RdYlBu
    00a500261ad8312835f572454efdb16467fee19280feffc099e0f3f8b5a6d5e7cf6ea6cee74471b2ff313695
RdYlGn
    00a500261ad8312835f572454ffdb36567fee18d7ffffebe84f8fcb69bd5ed88b3a5d86acf5db961e6199750ff00
    6837
Spectral
    009e01421ad63f4f34f4704450fdb56767fee18d7ffffebe8af5fbaf9ae4f498b6a2d9a4cd64c0a6e53389bdec3d
    79b6ff5e4fa2
terrain
    00333399260098fe29009eef4001cc667ffdff9981fcfb97bf805c54ffffffff
ocean
    0000800055000055aa0080aaffffffff
gist_heat
    0000000080c00100abff5700bfff7f00ffffffff
gist_earth
    000000000101002b030200430705006e08050274251943793a276a7d4830808076479a478e7ca753b3b7b65ec9c1
    a367ddd7b298e8e3c3b6f7f4e4e3fffdfbfb
gnuplot
    0000000001100006042000190b350044184e008e235e01c22d6b01e4367502f83f7f04ff488706fa529108e65d9a
    0cc068a3118c78af1b2f7fb4200381b52100a0ca3f00bedc6900daec9f00f4f9df00ffffff00
cubehelix
    000000000e1309191d1b1a362a192d483715444f47195e47552b6f39644e792f70727b327b937a4088b5795e95cc
    7c86a1d485acafd297d2bbcaabe8c7c3c1f2d4c2d7f3e2cdeaeff2e7f8f1ffffffff
pink
    001e000004321a1a0d4d2f2f1a694242318e5b5b55b9787860c3828080d0ac94b4e5e0afc0e9e9b6e7f7f7e6ffff
    ffff
Wistia
    00e4ff7a41ffe71983ffbb00e6fd8c00fffc7f00
"""

_LISTED = """
tab10
    1f77b4ff7f0e2ca02cd627289467bd8c564be377c27f7f7fbcbd2217becf
tab20
    1f77b4aec7e8ff7f0effbb782ca02c98df8ad62728ff98969467bdc5b0d58c564bc49c94e377c2f7b6d27f7f7fc7
    c7c7bcbd22dbdb8d17becf9edae5
tab20b
    393b795254a36b6ecf9c9ede6379398ca252b5cf6bcedb9c8c6d31bd9e39e7ba52e7cb94843c39ad494ad6616be7
    969c7b4173a55194ce6dbdde9ed6
tab20c
    3182bd6baed69ecae1c6dbefe6550dfd8d3cfdae6bfdd0a231a35474c476a1d99bc7e9c0756bb19e9ac8bcbddcda
    daeb636363969696bdbdbdd9d9d9
Set1
    e41a1c377eb84daf4a984ea3ff7f00ffff33a65628f781bf999999
Set2
    66c2a5fc8d628da0cbe78ac3a6d854ffd92fe5c494b3b3b3
Set3
    8dd3c7ffffb3bebadafb807280b1d3fdb462b3de69fccde5d9d9d9bc80bdccebc5ffed6f
Paired
    a6cee31f78b4b2df8a33a02cfb9a99e31a1cfdbf6fff7f00cab2d66a3d9affff99b15928
Accent
    7fc97fbeaed4fdc086ffff99386cb0f0027fbf5b17666666
Dark2
    1b9e77d95f027570b3e7298a66a61ee6ab02a6761d666666
Pastel1
    fbb4aeb3cde3ccebc5decbe4fed9a6ffffcce5d8bdfddaecf2f2f2
Pastel2
    b3e2cdfdcdaccbd5e8f4cae4e6f5c9fff2aef1e2cccccccc
"""


def _records(text: str, size: int) -> dict[str, list[str]]:
    joined: dict[str, str] = {}
    name = ""
    for row in text.strip().splitlines():
        if row.startswith(" "):
            joined[name] += row.strip()
        else:
            name = row
            joined[name] = ""
    return {
        name: [digits[i : i + size] for i in range(0, len(digits), size)]
        for name, digits in joined.items()
    }


CONTINUOUS: dict[str, list[tuple[int, str]]] = {
    name: [(int(anchor[:2], 16), "#" + anchor[2:]) for anchor in anchors]
    for name, anchors in _records(_CONTINUOUS, 8).items()
}
LISTED: dict[str, list[str]] = {
    name: ["#" + digits for digits in colors] for name, colors in _records(_LISTED, 6).items()
}
# Other names of the same maps.
SAME = {"Grays": "Greys", "grey": "gray", "gist_gray": "gray", "gist_yarg": "binary"}
CONTINUOUS["binary"] = [(0, "#ffffff"), (255, "#000000")]

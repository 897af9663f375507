namespace NotebookKit.Data;

/// <summary>The table of single pictures, each a set of its own.</summary>
internal static partial class DatasetTable
{
    /// <summary>All pictures: those of the repository first.</summary>
    public static IReadOnlyList<DatasetInfo> Pictures { get; } =
    [
        Of("astronaut.png", 791_555, "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5", "Eileen Collins, colour", "Public domain (NASA)", "NASA"),
        Of("brick.png", 106_634, "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf", "texture, grey", "CC0 (as the package documents)", "CC0Textures, Bricks25"),
        Of("camera.png", 139_512, "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a", "a photographer, grey", "CC0 (as the package documents)", "Lav Varshney"),
        Of("chelsea.png", 240_512, "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb", "cat, colour", "CC0 (as the package documents)", "Stefan van der Walt"),
        Of("china.jpg", 196_653, "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29", "temple, 640 x 427", "CC BY 2.0 (creativecommons.org/licenses/by/2.0)", "danielbuechele (Flickr photo 6061409035); retrieved 2011 by Robert Layton"),
        Of("coffee.png", 466_706, "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7", "cup, colour", "CC0 (as the package documents)", "Rachel Michetti"),
        Of("coins.png", 75_825, "f8d773fc9cfa6f4d8e5942dc34d0a0788fcaed2a4fefbbed0aef5398d7ef4cba", "Greek coins, grey", "No known copyright restrictions", "Brooklyn Museum"),
        Of("flower.jpg", 142_987, "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638", "flower, 640 x 427", "CC BY 2.0 (creativecommons.org/licenses/by/2.0)", "vultilion (Flickr photo 6056698931; the notice also names danielbuechele); retrieved 2011 by Robert Layton"),
        Of("getty-allium-oreophilum.jpg", 171_368, "c0555d9ab5c233634936cf204d9652667ebaece604ddf1ed58a71ae3b226ba36", "botanical picture, 1024 pixels", "CC0 / PDDL; Getty Open Content", "J. Paul Getty Trust (digital image courtesy of the Getty's Open Content Program)"),
        Of("getty-nagasaki-boats.jpg", 313_338, "d0a39f90b23d7139e9634d6767dd26de39a38e3cb68885971addc530149498f0", "boats at Nagasaki, 1024 pixels", "CC0 / PDDL; Getty Open Content", "J. Paul Getty Trust (digital image courtesy of the Getty's Open Content Program)"),
        Of("grass.png", 217_893, "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89", "texture, grey", "CC0 (as the package documents)", "linolafett (DeviantArt, Grass 01)"),
        Of("gravel.png", 194_247, "c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12", "texture, grey", "CC0 (as the package documents)", "CC0Textures, Gravel04"),
        Of("horse.png", 16_633, "c7fb60789fe394c485f842291ea3b21e50d140f39d6dcb5fb9917cc178225455", "outline", "CC0 (as the package documents)", "Andreas Preuss (marauder, openclipart 158377)"),
        Of("hubble_deep_field.jpg", 527_940, "3a19c5dd8a927a9334bb1229a6d63711b1c0c767fb27e2286e7c84a3e2c2f5f4", "galaxies, colour", "Public domain (NASA)", "NASA, ESA, Hubble"),
        Of("page.png", 47_679, "341a6f0a61557662b02734a9b6e56ec33a915b2c41886b97509dedf2a43b47a3", "scanned page, grey", "BSD-3-Clause package, no notice of its own", "scikit-image team"),
        Of("rocket.jpg", 112_525, "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c", "launch, colour", "Public domain (released by SpaceX)", "SpaceX"),
        Of("starry_night.jpg", 302_901, "accda7a19a90f22a4a922fdc8c230167d7abf5f80882171e2cee125c5f12481d", "752 x 600", "Public domain (painting of 1889)", "Vincent van Gogh"),
        .. MorePictures,
    ];

    private static DatasetInfo Of(string file, long length, string sha256, string content, string licence, string author) =>
        new(Path.GetFileNameWithoutExtension(file), "images", $"A picture: {content}.", licence, author, new DataFileInfo(file, length, sha256));
}

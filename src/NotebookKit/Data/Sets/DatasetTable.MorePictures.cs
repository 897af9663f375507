namespace NotebookKit.Data;

/// <summary>The table of single pictures, part two: those too many for the repository. They need NOTEBOOKKIT_DATA.</summary>
internal static partial class DatasetTable
{
    private const string OpenImages = "CC BY 2.0 (Open Images V5)";

    private static IReadOnlyList<DatasetInfo> MorePictures { get; } =
    [
        Painting("bedroom", "bedroom.jpg", 97_382, "a07d5098ba398fb616eb35315a15625ff2b4c22b34abb5d655650ea1d030304b", "The bedroom, 1888"),
        Painting("la-campesinos", "la-campesinos.jpg", 91_087, "a7316313ab79fb227823bf43f4020a2bcdef0db4037c6b90bdd745893f874d6a", "a painting"),
        Painting("red-vineyards", "Red-Vineyards.jpg", 115_204, "57c2c39bfce9de1bd8bcc1f72a0e2c38a114ac218f6dfac3e2e711f6bb7b5061", "The red vineyard, 1888"),
        Painting("self-portrait", "self-portrait.jpg", 125_390, "142d077b782e7128b13b861d25867d963ea5357baf43b33a46ef381681cfd6e2", "a self-portrait"),
        Painting("sien-with-a-cigar", "sien_with_a_cigar.jpg", 81_240, "df7a7bf606b375dfa37fc6b84b97f4366150cd196b9b8ee7d46231777c9d9c57", "Sien with a cigar, 1882"),
        Painting("soup-distribution", "Soup-Distribution.jpg", 86_616, "69a4da853209d32f08d1da3b3ac017f9af55f04aa94f9ac1768cdb7aebaf535a", "Soup distribution, 1883"),
        Painting("starry-night", "starrynight.jpg", 123_752, "e27cefa514e9267944e1c5a491d932a3e98d2d0bf4f75cd5769e1a89ad80175a", "The starry night, 1889"),
        Painting("sunflowers-bew", "Sunflowers-Bew.jpg", 107_017, "33b5d5f19225d7edd012e68e5b398e61df3c26b88bb9ac610038ce332ae1e4a5", "Sunflowers, 1888"),
        Painting("wheatfield-with-crows", "Wheatfield_with_Crows.jpg", 88_797, "dd0a187a2ce9ad56b8bd9194011a1b938b9d60f8429d2617345bbbda1b9fadba", "Wheatfield with crows, 1890"),
        new("owl", "images/openimages", Absent("an owl, colour"), OpenImages, "the photographers named in the licence file of Open Images V5", new DataFileInfo("owl.jpg", 155_944, "ea9a0e3943bbd0acaeb472a6e66e777d13cf76646f9e42e84cafa931cc8a5bf7")),
        new("parrot", "images/openimages", Absent("a parrot, colour"), OpenImages, "the photographers named in the licence file of Open Images V5", new DataFileInfo("parrot.jpg", 596_977, "a8fba9e7e29439fa414c13129aad661f2289ff891231920a7c33641b076f1833")),
        new("pets", "images/openimages", Absent("two dogs at play, colour"), OpenImages, "the photographers named in the licence file of Open Images V5", new DataFileInfo("pets.jpg", 170_711, "3d71034f8a910bc71c744d3191b652c6c09e9e9c703e4dcd97f1c5ef7adbfe82")),
    ];

    private static string Absent(string content) => $"A picture: {content}. Not in this repository: needs NOTEBOOKKIT_DATA.";

    private static DatasetInfo Painting(string name, string file, long length, string sha256, string content) =>
        new($"van-gogh-{name}", "images/vangogh", Absent($"{content}, 540 x 540"), "Public domain (paintings of 1882 to 1890)", "Vincent van Gogh", new DataFileInfo(file, length, sha256));
}

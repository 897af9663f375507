namespace NotebookKit.Data;

/// <summary>The table of data sets, part one: pictures as idx files.</summary>
internal static partial class DatasetTable
{
    private static readonly string[] MnistMirrors =
    [
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://raw.githubusercontent.com/fgnt/mnist/master/",
    ];

    // The first mirror has no https; the SHA-256 of the content guards both alike.
    private static readonly string[] FashionMirrors =
    [
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ];

    /// <summary>Handwritten digits, 28 x 28 grey: 60,000 for training, 10,000 for testing.</summary>
    public static readonly DatasetInfo Mnist = new(
        "mnist", "mnist",
        "Handwritten digits, 28 x 28 grey: 60,000 for training, 10,000 for testing.",
        "None stated by the authors; other catalogues list CC BY-SA 3.0.",
        "LeCun, Cortes, Burges: The MNIST database of handwritten digits, 1998.",
        [
            new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", From(MnistMirrors, "train-images-idx3-ubyte.gz")),
            new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", From(MnistMirrors, "train-labels-idx1-ubyte.gz")),
            new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", From(MnistMirrors, "t10k-images-idx3-ubyte.gz")),
            new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", From(MnistMirrors, "t10k-labels-idx1-ubyte.gz")),
        ])
    {
        Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    };

    /// <summary>Pieces of clothing, 28 x 28 grey, ten classes: 60,000 for training, 10,000 for testing.</summary>
    public static readonly DatasetInfo FashionMnist = new(
        "fashion-mnist", "fashion-mnist",
        "Pieces of clothing, 28 x 28 grey, ten classes: 60,000 for training, 10,000 for testing.",
        "MIT",
        "Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747, 2017.",
        [
            new("train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", From(FashionMirrors, "train-images-idx3-ubyte.gz")),
            new("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", From(FashionMirrors, "train-labels-idx1-ubyte.gz")),
            new("t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", From(FashionMirrors, "t10k-images-idx3-ubyte.gz")),
            new("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", From(FashionMirrors, "t10k-labels-idx1-ubyte.gz")),
        ])
    {
        Classes = [.. FashionMnistLoader.ClassNames],
    };

    /// <summary>The first 10,000 training and 2,000 test pictures of Fashion-MNIST.</summary>
    public static readonly DatasetInfo FashionMnistSubset = new(
        "fashion-mnist-subset", "fashion-mnist-subset",
        "The first 10,000 training and 2,000 test pictures of Fashion-MNIST.",
        "MIT",
        "Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747, 2017.",
        [
            new("train-images-idx3-ubyte", 7_840_016, "ed2e37ed5a3a57d212141a69fe0a0de5a7126ffba14ac3f7e76f5f52cc04b1f0"),
            new("train-labels-idx1-ubyte", 10_008, "a69f2dad024ca220a8c4d85f621fdf929042d40c444abde2868903e9220ad517"),
            new("t10k-images-idx3-ubyte", 1_568_016, "862035b0a96959b614c9574f4c2b0ae9584ca234813e8d6d7adb7838b12ca46b"),
            new("t10k-labels-idx1-ubyte", 2_008, "aa3f574d30afaf0d4d9da084a6f8541771e20693d6a97fae6e9a4953fca8f078"),
        ])
    {
        Classes = [.. FashionMnistLoader.ClassNames],
    };

    private static string[] From(string[] mirrors, string file) => [.. mirrors.Select(mirror => mirror + file)];
}

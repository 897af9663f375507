namespace NotebookKit.Data;

/// <summary>The table of data sets, part four: texts with something said about them, and sets too large for the repository.</summary>
internal static partial class DatasetTable
{
    /// <summary>18,065 short English sentences with a French translation each. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo EnglishFrench = new(
        "english-french", "text",
        "18,065 English sentences of at most five words with a French translation each. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "CC BY 2.0 FR",
        "Tatoeba and its contributors, by way of manythings.org.",
        [
            new("eng-fra.tsv", 686_457, "c52ae3c5a2f6b3c96d985aad8e2f1aab814c6701cfa9face467989069624bcaa"),
        ]);

    /// <summary>5,331 bad and 5,331 good snippets of film reviews. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo MovieReviews = new(
        "movie-reviews", "text",
        "5,331 bad and 5,331 good snippets of film reviews, in lower case. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "CC BY 4.0 (as NLTK documents)",
        "Pang, Lee: Seeing stars, 2005.",
        [
            new("rt-polarity.neg", 612_506, "2d11cfbc790f1cd96d78339f41ce53ced1efa83cd22d37d6788fa3fe3d17e2fd"),
            new("rt-polarity.pos", 626_395, "4134882974a28d0c7b5151256f0e33a6169984ee7372c279e673f1114f475d58"),
        ])
    {
        Classes = ["bad", "good"],
    };

    /// <summary>3,000 sentences of reviews of goods, films and restaurants, bad or good. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo ReviewSentences = new(
        "review-sentences", "text",
        "3,000 sentences of reviews, 1,000 each of goods, films and restaurants, half of them good. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "CC BY 4.0 (UCI)",
        "Kotzias, Denil, de Freitas, Smyth: From group to individual labels using deep features, 2015.",
        [
            new("sentences_amazon_cells.tsv", 58_226, "47003fc0a0d4840b00e96e715b6189bad09e7443a3da41c4cbe12ffc79f86ae3"),
            new("sentences_imdb.tsv", 85_187, "c662b9360c1652babb990d164835af12aa105db7991f1fdb19038115f0e93de8"),
            new("sentences_yelp.tsv", 61_293, "b565b1eeb864d76842588c3a256731b08bcdd9faf6de507bfe211a96f8b81912"),
        ])
    {
        Classes = ["bad", "good"],
    };

    /// <summary>1,034 folk tunes in letters (ABC notation). Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo Nottingham = new(
        "nottingham", "text",
        "1,034 folk tunes in letters (ABC notation), 446,033 characters. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "GPL-3",
        "Foxley: Nottingham Music Database; Jukedeck's cleaned copy.",
        [
            new("nottingham.abc", 446_033, "1d1d45944515b4c40642422b700f16ba0a3e1293d41d062bbdea55fe82dc2c72"),
        ]);

    /// <summary>334 microscope pictures of cell nuclei with each nucleus marked. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo Nuclei = new(
        "nuclei", "nuclei",
        "334 microscope pictures of cell nuclei, 128 x 128 grey, each of the 9,543 nuclei marked by a number of its own. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "CC0 (stated)",
        "Broad Bioimage Benchmark Collection BBBC038, Data Science Bowl 2018, with the fixes of K. Lopuhin.",
        [
            new("nuclei128.npz", 2_024_519, "ac0382e09359b222cdf9ae4e26fa4a5545c5763ff34378f02b7767f0d9ca12d6"),
        ]);

    /// <summary>The first 500 training and 100 test pictures of each class of CIFAR-10, as JPEG. Not in this repository: needs NOTEBOOKKIT_DATA.</summary>
    public static readonly DatasetInfo Cifar10Subset = new(
        "cifar-10-subset", "cifar10",
        "The first 500 training and 100 test pictures of each class of CIFAR-10, 32 x 32 colour, as JPEG. Not in this repository: needs NOTEBOOKKIT_DATA.",
        "None stated by the authors",
        "Krizhevsky: Learning multiple layers of features from tiny images, 2009.",
        [
            new("cifar10_jpg_5k_1k.zip", 6_224_056, "ad65e21e90a5037f0d8ac919a99d1a09c5a79e47861242314c473120689c357a"),
        ])
    {
        Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    };
}

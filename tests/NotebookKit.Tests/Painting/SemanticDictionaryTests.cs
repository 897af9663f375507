using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>An activation vector in words.</summary>
public class SemanticDictionaryTests
{
    [Fact]
    [Trait("System", "VIS-SEMDICT")]
    [Trait("Golden", "G-SEMD")]
    public void The_lecture_s_vector_speaks_by_its_channels_4_and_8()
    {
        double[] a = [0, 0, 0, 0, 31.4, 0, 0, 0, 49.0, 0, 0, 0];
        IReadOnlyList<SemanticWord> words = SemanticDictionary.Top(a, 5);
        Assert.Equal([8, 4], words.Select(word => word.Channel));
        Assert.Equal([49.0, 31.4], words.Select(word => word.Value));

        SemanticDictionary two = new("layer", new Dictionary<int, Tensor> { [4] = Tensor.Zeros([1, 2, 2]), [8] = Tensor.Ones([1, 2, 2]) });
        Assert.Equal([1.0, 0.0], two.Read(a).Select(word => word.Picture!.Mean().Item()));
        Assert.Equal(["8: 49.0", "4: 31.4"], two.Read(a).Select(word => word.ToString()));
        Assert.Contains("2 images", SemanticDictionary.Figure(two.Read(a)).AltText);
    }

    [Fact]
    public void The_top_is_sorted_positive_and_stable()
    {
        Assert.Equal([3, 0, 2], SemanticDictionary.Top([1, -7, 1, 5, 0, double.NaN], 5).Select(word => word.Channel));
        Assert.Equal([3], SemanticDictionary.Top([1, -7, 1, 5, 0], 1).Select(word => word.Channel));
        Assert.Empty(SemanticDictionary.Top([0, -1], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => SemanticDictionary.Top([1], 0));
    }

    [Fact]
    public void Its_pictures_excite_their_own_channels_and_a_place_is_read()
    {
        Features28 model = Pretrained.Features28();
        int[] channels = [0, 5, 9];
        SemanticDictionary dictionary = SemanticDictionary.Of(model, "features.6", channels, new() { Steps = 30, StepSize = 0.05 }, [1, 28, 28], new Rng(1));
        Tensor pictures = Tensor.Stack([.. channels.Select(channel => dictionary.Words[channel])]);
        Tensor answers = model.Features(pictures, "features.6")["features.6"].Mean([2, 3]);
        Assert.All([0, 1, 2], n => Assert.Equal(n, (int)answers[.., channels[n]].ArgMax().Item()));

        IReadOnlyList<SemanticWord> words = dictionary.ReadAt(model, pictures[..1], 7, 6, 32);
        Tensor map = model.Features(pictures[..1], "features.6")["features.6"];
        Assert.All(words, word => Assert.Equal(map[0, word.Channel, 7, 6].Item(), word.Value, 1e-5));
        Assert.Equal(words.Select(word => word.Value).OrderDescending(), words.Select(word => word.Value));
        Assert.All(words, word => Assert.Equal(channels.Contains(word.Channel), word.Picture is not null));
        Assert.Equal("a dictionary of 3 channels of features.6", dictionary.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Sequential model = new(new Conv2d(1, 2, 3, rng: new Rng(1)), new Flatten());
        Tensor picture = Tensor.Zeros([1, 1, 6, 6]);
        SemanticDictionary places = new("0", new Dictionary<int, Tensor>()), none = new("1", new Dictionary<int, Tensor>());
        Assert.Contains("row 4", Assert.Throws<ArgumentException>(() => places.ReadAt(model, picture, 4, 0)).Message);
        Assert.Throws<ArgumentException>(() => none.ReadAt(model, picture, 0, 0));
        Assert.Contains("each once", Assert.Throws<ArgumentException>(() => SemanticDictionary.Of(model, "0", [1, 1], new(), [1, 6, 6])).Message);
        Assert.Contains("none of the words", Assert.Throws<ArgumentException>(() => SemanticDictionary.Figure(SemanticDictionary.Top([1], 1))).Message);
    }
}

using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Files;
using NotebookKit.Segmentation;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Segmentation;

/// <summary>DeepLab with its trained weights, where NOTEBOOKKIT_DATA has them.</summary>
public class DeepLabTests(ITestOutputHelper output)
{
    private static readonly DatasetInfo Weights = DatasetTable.Weights.Single(one => one.Name == "deeplabv3-mobilenetv2");

    [Fact]
    public void It_shrinks_to_an_eighth_and_answers_for_every_pixel()
    {
        DeepLab model = new();
        Assert.Equal((8, 2_097_013), (DeepLab.Stride, model.ParameterCount));
        Assert.Equal(new Shape(1, 21, 33, 50), model.Predict(Tensor.Zeros([1, 3, 33, 50])).Shape);
    }

    [Fact]
    public void Trained_it_gives_PyTorchs_numbers()
    {
        if (DataFinder.Default().FindLocally(Weights) is null)
        {
            output.WriteLine("skipped: NOTEBOOKKIT_DATA names no folder with the weights");
            return;
        }

        DeepLab model = DeepLab.From(Datasets.Weights("deeplabv3-mobilenetv2"));
        Tensor x = (Tensor.Arange(0, 3 * 65 * 97, dtype: DType.Float64) * 0.37).Sin().To(DType.Float32).Reshape(1, 3, 65, 97);
        Tensor y = model.Predict(x);
        (int Row, int Column, float[] Scores)[] expected =
        [
            (0, 0, [15.76329f, 3.96078f, 2.43328f, 7.64306f]), (10, 50, [15.87833f, 4.02509f, 2.60686f, 6.9756f]),
            (33, 7, [16.15657f, 3.73065f, 3.2038f, 8.38601f]), (64, 96, [15.41786f, 3.74626f, 2.84699f, 6.8704f]),
        ];
        foreach ((int row, int column, float[] scores) in expected)
        {
            Assert.All(scores.Zip([0, 8, 12, 20]), pair => Assert.Equal(pair.First, y[0, pair.Second, row, column].Item(), 2e-3));
        }

        Assert.Equal(4.6982622, y.Mean().Item(), 1e-4);
    }

    [Fact]
    public void It_finds_the_two_dogs_in_a_photograph()
    {
        DataFinder finder = DataFinder.Default();
        if (new[] { Weights, DatasetTable.VocClasses, DatasetTable.Pictures.Single(one => one.Name == "pets") }.Any(set => finder.FindLocally(set) is null))
        {
            output.WriteLine("skipped: NOTEBOOKKIT_DATA names no folder with the weights and the photograph pets.jpg");
            return;
        }

        Tensor pixels = Datasets.Picture("pets");
        Tensor labels = DeepLab.From(Datasets.Weights("deeplabv3-mobilenetv2")).Label(pixels, 257);
        IReadOnlyList<string> names = Datasets.VocClasses();
        Dictionary<string, double> shares = labels.ToArray<long>().CountBy(label => names[(int)label]).ToDictionary(pair => pair.Key, pair => (double)pair.Value / labels.Count);
        output.WriteLine(string.Join(", ", shares.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value:P1}")));
        Assert.Equal(new Shape(pixels.Shape[1], pixels.Shape[2]), labels.Shape);
        Assert.InRange(shares["dog"], 0.08, 0.2);
        Assert.All(shares.Where(pair => pair.Key is not ("dog" or "background")), pair => Assert.InRange(pair.Value, 0, 0.01));

        // One runs at the left above, one at the right below.
        Components dogs = Components.Of(labels).WithoutSmall(2000);
        Assert.Equal(2, dogs.Count);
        (double Row, double Column)[] middles = [.. Enumerable.Range(1, 2).Select(number =>
        {
            int[] places = [.. dogs.Numbers.ToArray<long>().Select((value, p) => (value, p)).Where(one => one.value == number).Select(one => one.p)];
            return (places.Average(p => p / pixels.Shape[2]) / pixels.Shape[1], places.Average(p => p % pixels.Shape[2]) / pixels.Shape[2]);
        })];
        Assert.InRange(middles[0].Column, 0.3, 0.45);
        Assert.InRange(middles[1].Column, 0.75, 0.9);
        Assert.True(middles[0].Row < middles[1].Row);
        Figure figure = LabelOverlay.Classes(pixels, labels, names);
        Assert.Contains(">dog</text>", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_name()
    {
        using MemoryStream file = new();
        NpzFile.Write(file, new Dictionary<string, NpyArray> { ["conv1.w"] = new([1], new float[] { 1 }) });
        file.Position = 0;
        string message = Assert.Throws<InvalidDataException>(() => DeepLab.From(NpzFile.Read(file, "other.npz"))).Message;
        Assert.Contains("no conv0.w", message, StringComparison.Ordinal);
    }
}

using NotebookKit.Data;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Data;

/// <summary>What the lectures print, name or describe, as data.</summary>
public class LectureSetTests
{
    [Theory]
    [Trait("System", "DAT-LOGIC")]
    [InlineData("AND")]
    [InlineData("OR")]
    [InlineData("XOR")]
    public void The_truth_tables_are_read_from_their_file(string function)
    {
        Dataset table = LectureLoader.Logic(RealData.Finder, function);
        float[] x = table.Inputs.ToArray<float>();
        Assert.Equal([0f, 0, 0, 1, 1, 0, 1, 1], x);
        for (int i = 0; i < 4; i++)
        {
            (bool a, bool b) = (x[2 * i] == 1, x[(2 * i) + 1] == 1);
            Assert.Equal(function == "AND" ? a && b : function == "OR" ? a || b : a != b, table.LabelOf(i) == 1);
        }

        Assert.Contains("AND, OR, XOR", Assert.Throws<ArgumentException>(() => LectureLoader.Logic(RealData.Finder, "NAND")).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "DAT-UKFOOD")]
    [Trait("Golden", "G-UKTAB")]
    public void The_table_of_food_has_the_sums_of_the_lectures()
    {
        TableArrays table = LectureLoader.UkFood(RealData.Finder);
        Assert.Equal((17, 4), (table.Rows, table.Columns));
        Assert.Equal([7984, 8567, 7824, 7309], Enumerable.Range(0, 4).Select(country => Enumerable.Range(0, 17).Sum(food => table.Row(food)[country])));
        double[] expected =
        [
            105, 103, 103, 66, 245, 227, 242, 267, 685, 803, 750, 586, 147, 160, 122, 93, 193, 235, 184, 209, 156, 175, 147, 139, 720, 874, 566, 1033, 253, 265, 171, 143, 488, 570, 418, 355,
            198, 203, 220, 187, 360, 365, 337, 334, 1102, 1137, 957, 674, 1472, 1582, 1462, 1494, 57, 73, 53, 47, 1374, 1256, 1572, 1506, 375, 475, 458, 135, 54, 64, 62, 41,
        ];
        Assert.Equal(expected, table.Values);
        Assert.Equal(31684, table.Values.Sum());
        Assert.Equal(("Cheese", "Confectionery", "N Ireland"), (table.RowNames[0], table.RowNames[^1], table.FeatureNames[^1]));
    }

    [Fact]
    [Trait("System", "DAT-MUSIC")]
    [Trait("Golden", "G-ASCII")]
    public void The_characters_have_the_codes_of_the_lecture_in_all_three_systems()
    {
        IReadOnlyList<CharacterCode> codes = LectureLoader.Characters(RealData.Finder);
        Assert.Equal(Enumerable.Range(88, 17), codes.Select(code => code.Code));
        Assert.All(codes, code =>
        {
            Assert.Equal(code.Code, code.Character);
            Assert.Equal(code.Code, Convert.ToInt32(code.Hexadecimal, 16));
            Assert.Equal(code.Code, Convert.ToInt32(code.Octal, 8));
        });
        Assert.Equal(("58", "130", 'X'), (codes[0].Hexadecimal, codes[0].Octal, codes[0].Character));
        Assert.Equal(("68", "150", 'h'), (codes[^1].Hexadecimal, codes[^1].Octal, codes[^1].Character));
    }

    [Fact]
    [Trait("System", "DAT-TEXT")]
    public void The_example_texts_are_there()
    {
        IReadOnlyList<string> texts = LectureLoader.Texts(RealData.Finder).Words;
        Assert.Equal(6, texts.Count);
        Assert.Equal(("hello", "James"), (texts[0], texts[1]));
        Assert.All(["virus", "Mike likes his boat, but Maria...", "Jürgen lives in Berlin."], part => Assert.Contains(texts, text => text.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("System", "DAT-IMAGENET")]
    public void ImageNets_sizes_and_its_measure_are_known()
    {
        Assert.Equal((15_000_000, 22_000, 1000, 1000), (ImageNet.Images, ImageNet.Categories, ImageNet.Classes, ImageNet.ImagesPerClass));
        Assert.Equal((1_200_000, 50_000, 150_000), (ImageNet.Training, ImageNet.Validation, ImageNet.Test));
        Tensor scores = Tensor.From([6f, 5, 4, 3, 2, 1], [1, 6]);
        Assert.Equal((1, 0), (Metric.TopError(scores, Tensor.From([4L]), 1), Metric.TopError(scores, Tensor.From([4L]), 5)));
        Assert.Equal(1, Metric.TopError(scores, Tensor.From([5L]), 5));
    }

    [Fact]
    [Trait("System", "DAT-SIG")]
    public void Signals_of_80_and_60_points_come_from_a_seed()
    {
        Assert.All([80, 60], length =>
        {
            double[] signal = MadeSets.Signal(length, 0.2, new Rng(3)).ToArray<double>();
            Assert.Equal(length, signal.Length);
            Assert.Equal(signal, MadeSets.Signal(length, 0.2, new Rng(3)).ToArray<double>());
            Assert.NotEqual(signal, MadeSets.Signal(length, 0.2, new Rng(4)).ToArray<double>());
            double[] clean = MadeSets.Signal(length, 0, new Rng(3)).ToArray<double>();
            Assert.InRange(signal.Zip(clean, (a, b) => (a - b) * (a - b)).Average(), 0.02, 0.08);
        });
    }

    [Fact]
    [Trait("System", "DAT-CELLS")]
    public void Cells_are_bright_where_their_mask_says()
    {
        Dataset cells = MadeSets.Cells(10, 48, new Rng(5));
        Assert.Equal(new Shape(10, 1, 48, 48), cells.Inputs.Shape);
        Assert.Equal(new Shape(10, 48, 48), cells.Labels.Shape);
        byte[] light = cells.Inputs.ToArray<byte>();
        long[] mask = cells.Labels.ToArray<long>();
        double inside = light.Where((_, i) => mask[i] == 1).Average(x => x), outside = light.Where((_, i) => mask[i] == 0).Average(x => x);
        Assert.True(inside > outside + 50, $"{inside} and {outside}");
        Assert.InRange(mask.Average(), 0.02, 0.5);
        Assert.Equal(light, MadeSets.Cells(10, 48, new Rng(5)).Inputs.ToArray<byte>());
    }
}

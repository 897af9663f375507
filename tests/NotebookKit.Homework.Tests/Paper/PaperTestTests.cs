using AngleSharp.Html.Parser;
using NotebookKit.Homework.Paper;

namespace NotebookKit.Homework.Tests.Paper;

/// <summary>The paper test's calculations have the lecture's numbers, computed by the library, or drawn ones.</summary>
[Trait("System", "CRS-PTEST")]
public sealed class PaperTestTests
{
    [Fact]
    [Trait("Golden", "G-PLA3")]
    public void The_perceptron_ends_where_the_lecture_ends()
    {
        var question = PaperBank.Of("perceptron").AsInLecture();
        Assert.Equal([3, 0.2], question.Numbers.Select(number => Math.Round(number, 12)));
        Assert.Contains("u = -0.6, y = 0, ε = 1, w = (2, 1.2)", question.Scheme[0].For, StringComparison.Ordinal);
        Assert.Contains("u = 0.4, y = 1, ε = -1, w = (3, -0.8)", question.Scheme[1].For, StringComparison.Ordinal);
        Assert.Contains("u = 0.8, y = 1, ε = -1, w = (3, 0.2)", question.Scheme[2].For, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xor", new double[] { 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0 }, 0)]
    [InlineData("size", new double[] { 412, 64, 1024, 64 }, 0)]
    [InlineData("saturation", new[] { 0.817574476, 0.121938333, 0.817574476 }, 1e-9)]
    [InlineData("momentum", new[] { -0.1, -0.24, -0.341 }, 1e-12)]
    [InlineData("signal", new double[] { 0, 1, 1, 3, 5, 2, 8 }, 0)]
    [InlineData("image", new double[] { -2, -4, 6, 4 }, 0)]
    [InlineData("pooling", new double[] { 5, 6, 7, 8, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4 }, 0)]
    [InlineData("scree", new double[] { 4 }, 0)]
    [InlineData("lstm", new[] { 0.67, 0.2 }, 1e-12)]
    [Trait("Golden", "G-XOR1")]
    [Trait("Golden", "G-S4Q")]
    [Trait("Golden", "G-CASEA")]
    [Trait("Golden", "G-MOM")]
    [Trait("Golden", "G-C1D")]
    [Trait("Golden", "G-C2A")]
    [Trait("Golden", "G-MAXP1")]
    [Trait("Golden", "G-UMAX")]
    [Trait("Golden", "G-SCREE")]
    [Trait("Golden", "G-LSTM2")]
    public void Calculations_have_the_numbers_of_the_lectures(string id, double[] expected, double tolerance)
    {
        var numbers = PaperBank.Of(id).AsInLecture().Numbers;
        Assert.Equal(expected.Length, numbers.Count);
        Assert.All(expected.Zip(numbers), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    [Trait("Golden", "G-SM1")]
    [Trait("Golden", "G-SM2")]
    [Trait("Golden", "G-SM3")]
    [Trait("Golden", "G-NLL")]
    public void The_softmax_question_has_the_exact_numbers_not_the_slides_rounded_ones()
    {
        var numbers = PaperBank.Of("softmax").AsInLecture().Numbers;
        double[] expected = [0.705385, 0.259496, 0.035119, 0.017943, 0.002428, 0.979629, 0.487856, 0.487856, 0.024289, 0.349012, 0.020581, 0.717736, 1.087329];
        Assert.All(expected.Zip(numbers), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Another_seed_gives_other_numbers_and_the_same_seed_the_same()
    {
        foreach (var template in PaperBank.All.Where(one => one.Systems.Contains("CRS-PTEST")))
        {
            Assert.Equal(template.From(3).Text, template.From(3).Text);
            Assert.True(Enumerable.Range(0, 10).Select(seed => template.From(seed).Text + template.From(seed).Scheme[0].For).Distinct().Count() > 1, template.Id);
            Assert.All(Enumerable.Range(0, 30), seed => Assert.All(template.From(seed).Numbers, number => Assert.True(double.IsFinite(number))));
        }
    }

    [Fact]
    public void The_printed_test_has_room_for_answers_and_none_of_the_scheme()
    {
        var test = PaperTest.Of("Neural networks: paper test", null);
        var page = new HtmlParser().ParseDocument(PaperPage.Test(test));
        Assert.Equal(test.Questions.Count, page.QuerySelectorAll(".items > li .space").Length);
        Assert.Empty(page.QuerySelectorAll(".answer, script, link, img"));
        Assert.All(test.Questions.SelectMany(question => question.Scheme), line => Assert.DoesNotContain(line.For, page.Body!.TextContent, StringComparison.Ordinal));
        var scheme = new HtmlParser().ParseDocument(PaperPage.Scheme(test));
        Assert.Equal(test.Questions.Sum(question => question.Scheme.Count), scheme.QuerySelectorAll("tbody tr").Length);
        Assert.Empty(page.QuerySelectorAll("sup, sub, em, strong, del, ins, mark"));
        Assert.Empty(scheme.QuerySelectorAll("sup, sub, em, strong, del, ins, mark"));
        Assert.Contains("@page", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-C2")]
    public void Half_of_the_points_pass_and_a_quarter_point_less_does_not()
    {
        var test = PaperTest.Of("t", 4, "size", "lstm", "convergence");
        Assert.Equal(14, test.Points);
        Assert.True(test.IsPassed(new Dictionary<string, decimal> { ["size"] = 4, ["lstm"] = 3 }));
        Assert.False(test.IsPassed(new Dictionary<string, decimal> { ["size"] = 4, ["lstm"] = 2.75m }));
        Assert.Contains("`lstm` got 5 points, and it gives from 0 to 4", Assert.Throws<InvalidDataException>(() => test.Mark(new Dictionary<string, decimal> { ["lstm"] = 5 })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => test.Mark(new Dictionary<string, decimal> { ["nothing"] = 1 }));
        Assert.Contains("there is no question `x`", Assert.Throws<ArgumentException>(() => PaperTest.Of("t", 1, "x")).Message, StringComparison.Ordinal);
    }
}

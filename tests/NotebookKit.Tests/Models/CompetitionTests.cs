using NotebookKit.Charts;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Models;

/// <summary>Tables hold what the lectures say, and charts of them are drawn.</summary>
public class CompetitionTests
{
    [Fact]
    [Trait("System", "ARC-TABLE")]
    [Trait("Golden", "G-TOP5")]
    public void The_competition_table_falls_from_16_to_4_per_cent_while_depth_grows()
    {
        Assert.Equal(["AlexNet", "ZFNet", "VGG-19", "GoogLeNet", "ResNet-152"], Competitions.ImageNet.Select(entry => entry.Network));
        Assert.Equal([16.4, 11.7, 7.3, 6.7, 3.57], Competitions.ImageNet.Select(entry => entry.Top5Error));
        Assert.Equal([8, 8, 19, 22, 152], Competitions.ImageNet.Select(entry => entry.Layers));
        BarSeries bars = Assert.IsType<BarSeries>(Assert.Single(Assert.IsType<Plot>(Competitions.ErrorChart().Content).Series));
        Assert.Equal([16.4, 11.7, 7.3, 6.7, 3.57], bars.Heights.ToArray());
    }

    [Fact]
    [Trait("System", "ARC-DEPTHHIST")]
    public void Depth_grew_from_4_to_152_layers_in_four_years()
    {
        Assert.Equal([(2011, 4), (2012, 8), (2014, 19), (2014, 22), (2015, 152)], Competitions.Depths.Select(entry => (entry.Year, entry.Layers)));
        Assert.Equal([4, 8, 19, 22, 152], Assert.IsType<BarSeries>(Assert.Single(Assert.IsType<Plot>(Competitions.DepthChart().Content).Series)).Heights.ToArray());
    }

    [Fact]
    [Trait("System", "ARC-RESRES")]
    [Trait("Golden", "G-RESR")]
    [Trait("Golden", "G-NAS")]
    public void ResNets_margins_and_the_searched_networks_accuracy_are_the_lectures()
    {
        Assert.Equal([16, 27, 11, 12], Competitions.ResNetMargins.Select(margin => margin.Value));
        Assert.Equal([96.35, 96.26, 1.05], Competitions.SearchedNetwork.Select(one => one.Value));
        Assert.Equal((3.65, 3.74), (Math.Round(100 - Competitions.SearchedNetwork[0].Value, 2), Math.Round(100 - Competitions.SearchedNetwork[1].Value, 2)));
    }

    [Fact]
    [Trait("System", "ARC-ALEXRES")]
    [Trait("Golden", "G-ALEXERR")]
    public void AlexNets_errors_are_listed_with_who_says_so_and_do_not_agree()
    {
        Assert.Equal([("S0", 37.5), ("S0", 17.0), ("S1", 16.4), ("S2 L7", 38.9), ("S2 L7", 18.9), ("S2 L11", 15.4), ("S2 L11", 26.2)], Competitions.AlexNetErrors.Select(stated => (stated.Source, stated.Value)));
        Assert.Equal(4, Competitions.AlexNetErrors.Where(stated => stated.What.StartsWith("top-5 error", StringComparison.Ordinal) && !stated.What.Contains("next", StringComparison.Ordinal)).Select(stated => stated.Value).Distinct().Count());
    }

    [Fact]
    [Trait("System", "ARC-ALEXTRAIN")]
    [Trait("Golden", "G-AXTRAIN")]
    public void The_recipe_has_the_papers_constants_and_its_rule_is_the_optimisers()
    {
        AlexNetRecipe recipe = new();
        Assert.Equal((128, 0.01, 0.9, 0.0005, 90), (recipe.BatchSize, recipe.LearningRate, recipe.Momentum, recipe.WeightDecay, recipe.Epochs));
        Assert.Equal((10.0, (5, 6), "2 x GTX 580 3GB"), (recipe.RateDivisor, recipe.Days, recipe.Machine));

        Parameter w = new(Tensor.From([1.0]));
        Sgd rule = recipe.Rule([w]);
        (double velocity, double weight) = (0, 1);
        foreach (double gradient in new[] { 0.5, -0.25, 2, 0 })
        {
            (velocity, weight) = recipe.Step(velocity, weight, gradient);
            w.ZeroGradient();
            (w * gradient).Sum().Backward();
            rule.Step();
            Assert.Equal(weight, w.Item(), 1e-12);
        }

        (velocity, weight) = recipe.Step(0, 1, 0.5);
        Assert.Equal(-0.005005, velocity, 1e-15);
        Assert.Equal(0.994995, weight, 1e-15);
    }

    [Fact]
    [Trait("System", "ARC-ACCSIZE")]
    public void Accuracy_is_drawn_against_work_with_discs_of_counted_parameters()
    {
        IReadOnlyList<PublishedNetwork> networks = PublishedNetwork.All();
        Assert.Equal((138_357_544, 15.47), (networks.Single(one => one.Name == "VGG-16").Parameters, Math.Round(networks.Single(one => one.Name == "VGG-16").MultiplyAdds / 1e9, 2)));
        Assert.All(networks, one => Assert.InRange(one.Parameters, 1_000_000, 155_000_000));
        ScatterSeries[] discs = [.. Assert.IsType<Plot>(PublishedNetwork.Chart(networks).Content).Series.Cast<ScatterSeries>()];
        Assert.Equal(networks.Count, discs.Length);
        ScatterSeries Disc(string name) => discs.Single(disc => disc.Name == name);
        double areas = Math.Pow(Disc("VGG-16").Radius!.Value / Disc("ResNet-50").Radius!.Value, 2);
        Assert.Equal(138_357_544 / 25_557_032.0, areas, 1e-6);
        Assert.Contains("<svg", PublishedNetwork.Chart(networks).ToSvg(), StringComparison.Ordinal);
    }
}

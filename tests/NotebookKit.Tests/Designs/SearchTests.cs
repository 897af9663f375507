using NotebookKit.Designs;
using NotebookKit.Layers;
using NotebookKit.Losses;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Designs;

/// <summary>Searches over designs, judged by a formula whose best is known.</summary>
public class SearchTests(ITestOutputHelper output)
{
    private static readonly DesignSpace Space = new([.. Enumerable.Range(0, 6).Select(i => new DesignChoice($"choice {i}", ["a", "b", "c", "d"]))]);

    // Best at 3, 2, 1, 0, 3, 2, with a part that depends on neighbours; between 0 and 1.
    private static double Judge(IReadOnlyList<int> design) =>
        design.Select((option, i) => option == (3 * (i + 1)) % 4 ? 0.12 : 0).Sum() + (design.Zip(design.Skip(1), (a, b) => a != b ? 0.056 : 0).Sum());

    [Fact]
    public void Sentences_and_designs_are_the_same_thing()
    {
        int[][] all = [.. DesignSpace.SmallCnns.All()];
        Assert.Equal(216, all.Length);
        Assert.Equal(216, DesignSpace.SmallCnns.Count);
        Assert.Equal(216, all.Select(DesignSpace.SmallCnns.ToText).Distinct().Count());
        Assert.All(all, design => Assert.Equal(design, DesignSpace.SmallCnns.Parse(DesignSpace.SmallCnns.ToText(design))));
        Assert.Contains("word 2: 9x9 is no kernel", Assert.Throws<FormatException>(() => DesignSpace.SmallCnns.Parse("conv8 9x9 norm relu max end")).Message, StringComparison.Ordinal);
        Assert.Contains("has 2 words", Assert.Throws<FormatException>(() => DesignSpace.SmallCnns.Parse("conv8 3x3")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Space.ToText([0, 0, 0, 0, 0, 4]));
        Assert.Throws<ArgumentException>(() => new DesignSpace([new("x", [])]));
    }

    [Fact]
    public void A_sentence_builds_the_network_that_it_names()
    {
        Sequential small = DesignSpace.BuildSmallCnn("conv4 5x5 plain tanh avg end", rng: new Rng(1));
        Assert.Equal((25 * 4) + 4 + (4 * 49 * 10) + 10, small.ParameterCount);
        Sequential large = DesignSpace.BuildSmallCnn("conv16 3x3 norm relu max conv8", rng: new Rng(1));
        Assert.Equal((9 * 16) + 16 + 32 + (9 * 16 * 8) + 8 + 16 + (8 * 49 * 10) + 10, large.ParameterCount);
        Assert.Equal(new Shape(3, 10), large.Forward(Tensor.Zeros([3, 1, 14, 14])).Shape);
        Assert.Throws<ArgumentException>(() => DesignSpace.BuildSmallCnn("conv4 5x5 plain tanh avg end", 13));
    }

    [Fact]
    public void A_mutation_changes_one_choice_and_can_be_any()
    {
        Rng rng = new(1);
        HashSet<(int, int)> seen = [];
        int[] design = [0, 1, 2, 3, 0, 1];
        for (int trial = 0; trial < 600; trial++)
        {
            int[] changed = Space.Mutate(design, rng);
            int at = Enumerable.Range(0, 6).Single(i => changed[i] != design[i]);
            seen.Add((at, changed[at]));
        }

        Assert.Equal(18, seen.Count);
    }

    [Fact]
    [Trait("System", "RL-NAS")]
    public void Evolution_and_the_controller_improve_and_beat_chance_with_as_many_trials()
    {
        const int Trials = 240;
        double chance = 0, evolved = 0, written = 0, afterTen = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            IReadOnlyList<DesignTrial> random = DesignSearch.Random(Space, Judge, Trials, new Rng(seed));
            IReadOnlyList<DesignTrial> evolution = DesignSearch.Evolution(Space, Judge, Trials, rng: new Rng(seed));
            IReadOnlyList<DesignTrial> controller = new DesignController(Space, rng: new Rng(seed)).Search(Judge, Trials, new Rng(seed));
            foreach (IReadOnlyList<DesignTrial> trials in new[] { random, evolution, controller })
            {
                double[] best = DesignSearch.BestSoFar(trials);
                Assert.Equal(Trials, trials.Count);
                Assert.Equal(best[^1], trials.Max(trial => trial.Score));
                afterTen += best[9] / 3;
            }

            (chance, evolved, written) = (chance + random.Max(t => t.Score), evolved + evolution.Max(t => t.Score), written + controller.Max(t => t.Score));
            Assert.True(controller.TakeLast(40).Average(t => t.Score) > controller.Take(40).Average(t => t.Score) + 0.1, "what is written gets better, not only the best of it");
        }

        output.WriteLine($"best of {Trials} in the mean of five: chance {chance / 5:F3}, evolution {evolved / 5:F3}, controller {written / 5:F3}; of ten {afterTen / 5:F3}");
        Assert.True(chance > afterTen, "more trials find better designs");
        Assert.True(evolved > chance && written > chance, "what learns from its trials finds better ones than chance");
    }

    [Fact]
    public void The_controllers_gradient_is_that_of_its_probabilities()
    {
        DesignSpace two = new([new("one", ["a", "b"]), new("two", ["a", "b", "c"])]);
        DesignController controller = new(two, 8, new Rng(3)) { EntropyWeight = 0 };
        int[][] all = [.. two.All()];
        Tensor scores = controller.Predict(Tensor.From([.. all.SelectMany(design => design.Select(option => (long)option))], [6, 2]));
        Tensor first = scores[.., 0..2].Softmax(1), second = scores[.., 2..5].Softmax(1);
        double[] chances = [.. all.Select((design, i) => first[i, design[0]].Item() * second[i, design[1]].Item())];
        Assert.Equal(1, chances.Sum(), 5);

        int[] counts = new int[6];
        foreach (int[] design in controller.Write(6000, new Rng(1)))
        {
            counts[Array.FindIndex(all, one => one.SequenceEqual(design))]++;
        }

        Assert.All(counts.Zip(chances), pair => Assert.Equal(pair.Second, pair.First / 6000.0, 0.025));
        double objective = controller.Objective(all, [1, 0, 0, 0, 0, 0]).Item();
        Assert.Equal(-Math.Log(chances[0]) / 6, objective, 4);
    }

    [Fact]
    [Trait("System", "RL-NASREG")]
    public void The_predictor_orders_designs_that_it_has_not_seen()
    {
        Rng rng = new(2);
        (string Text, double Score)[] all = [.. Enumerable.Range(0, 160).Select(_ => Space.Random(rng)).Select(design => (Space.ToText(design), Judge(design) + (0.02 * rng.NextDouble())))];
        AccuracyPredictor predictor = new(Space, rng: new Rng(4));
        predictor.Fit(all[..100], 200);
        double correlation = Metric.RankCorrelation(predictor.Guess([.. all[100..].Select(one => one.Text)]), [.. all[100..].Select(one => one.Score)]);
        output.WriteLine($"rank correlation {correlation:F3}");
        Assert.True(correlation > 0.5, $"{correlation:F3}");
    }

    [Fact]
    public void Rank_correlation_is_scikits()
    {
        Assert.Equal(1, Metric.RankCorrelation([1, 2, 3], [10, 100, 101]));
        Assert.Equal(-1, Metric.RankCorrelation([1, 2, 3], [3, 2, 1]));
        Assert.Equal(0, Metric.RankCorrelation([1, 1, 1], [3, 2, 1]));

        // scipy.stats.spearmanr([1, 2, 2, 4, 5], [2, 1, 3, 3, 5]).
        Assert.Equal(0.763157894736842, Metric.RankCorrelation([1, 2, 2, 4, 5], [2, 1, 3, 3, 5]), 12);
        Assert.Throws<ArgumentException>(() => Metric.RankCorrelation([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Metric.RankCorrelation([1, double.NaN], [1, 2]));
    }

    [Fact]
    public void Bad_judges_and_populations_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => DesignSearch.Random(Space, _ => double.NaN, 1, new Rng(1)));
        Assert.Throws<ArgumentException>(() => DesignSearch.Evolution(Space, Judge, 10, population: 3, sample: 4));
    }

    [Fact]
    public void The_table_holds_every_design_once_and_its_numbers_are_those_of_its_networks()
    {
        IReadOnlyList<TrainedDesign> table = TrainedDesigns.Load();
        Assert.Equal(216, table.Count);
        Assert.All(table, row => Assert.Equal(DesignSpace.BuildSmallCnn(row.Text, rng: new Rng(1)).ParameterCount, row.Weights));
        Assert.All(table, row => Assert.InRange(row.Validation, 0.6, 1));
        Assert.True(Metric.RankCorrelation([.. table.Select(row => row.Validation)], [.. table.Select(row => row.Test)]) > 0.95);
        double Mean(string word) => table.Where(row => row.Text.Split(' ').Contains(word)).Average(row => row.Test);
        Assert.True(Mean("norm") > Mean("plain") && Mean("5x5") > Mean("3x3") && Mean("3x3") > Mean("1x1"), "what the course says about norm and neighbourhoods");
    }
}

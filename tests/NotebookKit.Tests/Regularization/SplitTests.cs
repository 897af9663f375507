using NotebookKit.Data;
using NotebookKit.Regularization;

namespace NotebookKit.Tests.Regularization;

public class SplitTests
{
    private static readonly Tensor Labels = Tensor.From([.. Enumerable.Range(0, 200).Select(i => i % 10 < 7 ? 0L : i % 10 < 9 ? 1L : 2L)]);

    private static double Share(IEnumerable<int> examples, long label) =>
        examples.Average(i => Labels.ToArray<long>()[i] == label ? 1.0 : 0);

    [Fact]
    [Trait("Golden", "G-SPLIT")]
    [Trait("System", "RULE-SPLIT")]
    public void A_split_is_65_10_25_without_overlap_and_the_same_for_the_same_seed()
    {
        SplitNumbers split = Splits.Of(1000, rng: new Rng(1));
        Assert.Equal((650, 100, 250), (split.Train.Count, split.Validation.Count, split.Test.Count));
        foreach (int count in new[] { 0, 1, 2, 7, 99, 101, 1003 })
        {
            SplitNumbers one = Splits.Of(count, rng: new Rng(1));
            Assert.Equal(Enumerable.Range(0, count), one.Train.Concat(one.Validation).Concat(one.Test).Order());
            Assert.InRange(one.Train.Count - (0.65 * count), -1, 1);
            Assert.InRange(one.Validation.Count - (0.10 * count), -1, 1);
            Assert.InRange(one.Test.Count - (0.25 * count), -1, 1);
        }

        Assert.Equal(split.Train, Splits.Of(1000, rng: new Rng(1)).Train);
        Assert.Equal(split.Test, Splits.Of(1000, rng: new Rng(1)).Test);
        Assert.NotEqual(split.Train, Splits.Of(1000, rng: new Rng(2)).Train);
    }

    [Fact]
    public void A_stratified_split_keeps_the_shares_of_the_classes()
    {
        SplitNumbers split = Splits.Stratified(Labels, rng: new Rng(3));
        Assert.Equal(Enumerable.Range(0, 200), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        foreach (IReadOnlyList<int> part in new[] { split.Train, split.Validation, split.Test })
        {
            Assert.Equal(0.7, Share(part, 0), 0.03);
            Assert.Equal(0.2, Share(part, 1), 0.03);
            Assert.Equal(0.1, Share(part, 2), 0.03);
        }
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(103, 10)]
    [InlineData(7, 2)]
    [Trait("System", "RULE-CROSSVAL")]
    public void Folds_judge_each_example_exactly_once(int count, int k)
    {
        IReadOnlyList<Fold> folds = Splits.KFold(count, k, new Rng(1));
        Assert.Equal(k, folds.Count);
        Assert.Equal(Enumerable.Range(0, count), folds.SelectMany(fold => fold.Test).Order());
        Assert.All(folds, fold =>
        {
            Assert.Equal(Enumerable.Range(0, count), fold.Train.Concat(fold.Test).Order());
            Assert.InRange(fold.Test.Count, count / k, (count / k) + 1);
        });
    }

    [Fact]
    public void Stratified_folds_have_every_class_up_to_an_example()
    {
        IReadOnlyList<Fold> folds = Splits.StratifiedKFold(Labels, 7, new Rng(1));
        Assert.Equal(Enumerable.Range(0, 200), folds.SelectMany(fold => fold.Test).Order());
        long[] labels = Labels.ToArray<long>();
        for (long label = 0; label < 3; label++)
        {
            int[] counts = [.. folds.Select(fold => fold.Test.Count(i => labels[i] == label))];
            Assert.True(counts.Max() - counts.Min() <= 1, string.Join(", ", counts));
        }
    }

    [Fact]
    [Trait("System", "REG-BAG")]
    public void A_bootstrap_sample_has_N_examples_of_which_632_in_a_thousand_are_different()
    {
        BootstrapSample sample = Splits.Bootstrap(10_000, new Rng(1));
        Assert.Equal(10_000, sample.Chosen.Count);
        Assert.InRange(sample.DifferentShare, 0.632 - 0.02, 0.632 + 0.02);
        Assert.Equal(sample.DifferentShare, sample.Chosen.Distinct().Count() / 10_000.0, 1e-12);
        Assert.Equal(Enumerable.Range(0, 10_000), sample.Chosen.Distinct().Concat(sample.Left).Order());
    }

    [Fact]
    public void A_cross_validation_trains_on_the_rest_and_reports_mean_and_spread()
    {
        double[] z = [.. Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? 10.0 : 4)];
        CrossValidationResult result = CrossValidation.Run(Splits.KFold(30, 5, new Rng(1)), fold =>
        {
            double mean = fold.Train.Average(i => z[i]);
            return fold.Test.Average(i => Math.Abs(z[i] - mean));
        });
        Assert.Equal(5, result.Scores.Count);
        Assert.Equal(result.Scores.Average(), result.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(result.Scores.Sum(s => Math.Pow(s - result.Mean, 2)) / 4), result.Deviation, 1e-12);

        Dataset data = new("rows", Tensor.Arange(0, 400).Reshape(200, 2), Labels, ["a", "b", "c"]);
        CrossValidationResult sizes = CrossValidation.Run(data, 4, (train, test) =>
        {
            Assert.Empty(train.Inputs.ToArray<float>().Intersect(test.Inputs.ToArray<float>()));
            return test.Count;
        }, new Rng(2));
        Assert.Equal([50, 50, 50, 50], sizes.Scores);
        Assert.InRange(CrossValidation.Bootstrap(500, 20, sample => sample.Left.Count / 500.0, new Rng(1)).Mean, 0.36, 0.38);
    }

    [Fact]
    public void Parts_of_a_data_set_keep_their_labels()
    {
        Dataset data = new("rows", Tensor.Arange(0, 400).Reshape(200, 2), Labels, ["a", "b", "c"]);
        Dataset some = data.Select([7, 3, 7]);
        Assert.Equal([14f, 15, 6, 7, 14, 15], some.Inputs.ToArray<float>());
        Assert.Equal([1L, 0, 1], some.Labels.ToArray<long>());
        TrainValidationTest parts = data.Split(stratified: true, rng: new Rng(1));
        Assert.Equal((130, 20, 50), (parts.Train.Count, parts.Validation.Count, parts.Test.Count));
        float[] first = parts.Test.Inputs.ToArray<float>();
        Assert.Equal(Labels.ToArray<long>()[(int)first[0] / 2], parts.Test.Labels.ToArray<long>()[0]);
    }

    [Fact]
    public void A_misuse_is_named()
    {
        Assert.StartsWith("Splits", Assert.ThrowsAny<ArgumentException>(() => Splits.Of(10, 0.9, 0.2)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Splits", Assert.ThrowsAny<ArgumentException>(() => Splits.KFold(3, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 2]", Assert.ThrowsAny<ArgumentException>(() => Splits.StratifiedKFold(Tensor.Ones([2, 2]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("CrossValidation", Assert.ThrowsAny<ArgumentException>(() => CrossValidation.Run([], _ => 0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Select", Assert.ThrowsAny<ArgumentException>(() => new Dataset("d", Tensor.Ones([2, 2]), Tensor.From([0L, 0]), ["a"]).Select([2])).Message, StringComparison.Ordinal);
    }
}

using NotebookKit.Learners;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Learners;

/// <summary>The learners against scikit-learn's numbers, which tests/golden/make_learners.py wrote down.</summary>
public class ScikitLearnTests
{
    private static readonly GoldenFile Golden = new("learners.npz");

    [Theory]
    [InlineData("plane")]
    [InlineData("space")]
    [InlineData("line")]
    public void KMeans_from_the_same_start_ends_at_the_same_centres(string name)
    {
        Tensor Of(string what) => Golden.Stored($"kmeans/{name}/{what}");
        KMeansResult result = new KMeans { Clusters = Of("start").Shape[0], Start = Of("start"), MaxRounds = 1000 }.Fit(Of("x"));
        Assert.True(result.HasSettled);
        Close(Of("centres"), result.Centres, 1e-12);
        Assert.Equal(Of("labels").ToArray<long>(), result.Labels.ToArray<long>());
        Assert.Equal(Of("inertia").Item(), result.Inertia, Of("inertia").Item() * 1e-12);
        Assert.Equal(Of("predicted").ToArray<long>(), result.Predict(Of("new")).ToArray<long>());
    }

    [Theory]
    [InlineData("plane")]
    [InlineData("space")]
    [InlineData("one")]
    public void Neighbours_are_the_same_and_vote_alike(string name)
    {
        Tensor Of(string what) => Golden.Stored($"knn/{name}/{what}");
        KNearestNeighbours knn = new(Of("x"), Of("labels"), (int)Of("k").Item());
        Tensor points = Of("new");
        Assert.Equal(Of("predicted").ToArray<long>(), knn.Predict(points).ToArray<long>());
        Close(Of("votes"), knn.Votes(points), 1e-12);
        double[][] rows = points.ToJagged<double>();
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(Of("nearest")[i].ToArray<long>(), knn.Neighbours(rows[i]).Select(neighbour => (long)neighbour.Example));
            Close(Of("distances")[i], Tensor.From([.. knn.Neighbours(rows[i]).Select(neighbour => neighbour.Distance)]), 1e-12);
        }
    }

    [Theory]
    [InlineData("mixed", 1e-7)]
    [InlineData("many", 1e-5)]
    [InlineData("hard", 1e-6)]
    public void The_support_vector_machine_finds_the_same_line_and_support(string name, double tolerance)
    {
        Tensor Of(string what) => Golden.Stored($"svm/{name}/{what}");
        SvmResult result = new LinearSvm { C = Of("c").Item(), Tolerance = 1e-10 }.Train(new LabelledPoints(Of("x"), Of("labels")));
        Close(Of("w"), Tensor.From([.. result.Unit.Weights]), tolerance);
        Assert.Equal(Of("b").Item(), result.Unit.Bias, tolerance);
        double[] expected = Of("multipliers").ToArray<double>();
        Assert.Equal(Enumerable.Range(0, expected.Length).Where(i => expected[i] > 1e-6), result.SupportVectors.Where(i => result.Multipliers[i] > 1e-6));

        // Its kernel values are floats, so it is right to about six digits; the gap between the two problems says how near ours is.
        double dual = result.Multipliers.Sum() - (0.5 * result.Unit.Weights.Sum(w => w * w));
        Assert.Equal(result.Objective, dual, 1e-8 * result.Objective);
        if (name == "hard")
        {
            LabelledPoints points = new(Of("x"), Of("labels"));
            SvmResult hard = new LinearSvm { C = double.PositiveInfinity, Tolerance = 1e-10 }.Train(points);
            Close(Of("w"), Tensor.From([.. hard.Unit.Weights]), tolerance);
            Assert.Equal(hard.Margin, hard.Unit.Margin(points), 1e-7);
        }
    }

    [Theory]
    [InlineData("tall")]
    [InlineData("wide")]
    public void Ridge_weights_are_the_same(string name)
    {
        Tensor Of(string what) => Golden.Stored($"ridge/{name}/{what}");
        Close(Of("weights"), Elm.RidgeWeights(Of("h"), Of("z"), Of("price").Item()), name == "wide" ? 1e-9 : 1e-12);
    }

    [Fact]
    public void The_Boltzmann_machine_has_the_same_chances_and_free_energies()
    {
        Tensor Of(string what) => Golden.Stored($"rbm/given/{what}");
        RestrictedBoltzmannMachine machine = new(6, 4, rng: new Rng(1));
        machine.Step(new(Of("weights") - machine.Weights, Of("visible"), Of("hidden")), 1);
        Close(Of("chances"), machine.HiddenChances(Of("v")), 1e-13);
        Close(Of("energy"), machine.FreeEnergy(Of("v")), 1e-13);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double largest = Math.Max(1e-2, expected.Abs().Amax().Item());
        double worst = (expected - actual).Abs().Amax().Item();
        Assert.True(worst <= tolerance * largest, $"off by {worst:E2}, the largest reference value is {largest:E2}");
    }
}

using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

public class UnsupervisedTests
{
    [Fact]
    [Trait("System", "UNS-KMEANS")]
    public void KMeans_never_raises_its_objective_and_finds_three_blobs()
    {
        Rng rng = new(41);
        for (int trial = 0; trial < 20; trial++)
        {
            KMeansResult noise = new KMeans { Clusters = 5, Starts = 1, Rng = rng }.Fit(Tensor.Normal([120, 3], rng: rng));
            Assert.True(noise.HasSettled);
            Assert.All(noise.Inertias.Zip(noise.Inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-12)));

            (Tensor x, long[] truth) = Blobs(rng, [(0, 0), (6, 0), (0, 6)], 40);
            KMeansResult result = new KMeans { Clusters = 3, Rng = rng }.Fit(x);
            Assert.All(result.Inertias.Zip(result.Inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-12)));
            long[] found = result.Labels.ToArray<long>();
            Assert.Equal(3, found.Zip(truth).Distinct().Count());
            Assert.All(result.Sizes, size => Assert.Equal(40, size));
        }
    }

    [Fact]
    public void An_empty_cluster_takes_a_point_over()
    {
        Tensor x = Tensor.From([[0.0], [1], [2], [10]]);
        KMeansResult result = new KMeans { Clusters = 3, Start = Tensor.From([[1.0], [100], [200]]) }.Fit(x);
        Assert.DoesNotContain(0, result.Sizes);
        Assert.All(result.Inertias.Zip(result.Inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
        KMeansResult same = new KMeans { Clusters = 3, Rng = new Rng(1) }.Fit(Tensor.Zeros([5, 2]));
        Assert.Equal(0, same.Inertia);
        Assert.Contains("4 for 3 points", Assert.Throws<ArgumentException>(() => new KMeans { Clusters = 4 }.Fit(Tensor.Zeros([3, 2]))).Message);
        Assert.Contains("[2, 2]", Assert.Throws<ArgumentException>(() => new KMeans { Clusters = 2, Start = Tensor.Zeros([3, 2]) }.Fit(Tensor.Zeros([4, 2]))).Message);
    }

    [Fact]
    [Trait("System", "UNS-KNN")]
    public void Neighbours_lose_their_meaning_as_noise_dimensions_are_added()
    {
        Rng rng = new(42);
        (Tensor train, long[] trainLabels) = Blobs(rng, [(0, 0), (3, 0), (0, 3)], 60);
        (Tensor test, long[] testLabels) = Blobs(rng, [(0, 0), (3, 0), (0, 3)], 60);
        double[] accuracies = [.. new[] { 0, 60, 400 }.Select(extra => new KNearestNeighbours(Noisy(train, extra), Tensor.From(trainLabels)).Accuracy(Noisy(test, extra), Tensor.From(testLabels)))];
        Assert.True(accuracies[0] > 0.9 && accuracies[0] > accuracies[1] + 0.05 && accuracies[1] > accuracies[2] + 0.05, string.Join(", ", accuracies));

        Tensor Noisy(Tensor x, int extra) => extra == 0 ? x : Tensor.Concat([x, Tensor.Normal([x.Shape[0], extra], rng: rng, dtype: DType.Float64)], 1);
    }

    [Fact]
    public void Votes_that_tie_go_to_the_smaller_class_and_equal_distances_to_the_earlier_example()
    {
        KNearestNeighbours knn = new(Tensor.From([[-1.0], [1], [1], [5]]), Tensor.From([2L, 1, 2, 0]), k: 2);
        Assert.Equal([0, 1], knn.Neighbours(0).Select(neighbour => neighbour.Example));
        Assert.Equal([1L], knn.Predict(Tensor.From([[0.0]])).ToArray<long>());
        Assert.Contains("it is 5 for 4", Assert.Throws<ArgumentException>(() => new KNearestNeighbours(Tensor.Zeros([4, 1]), Tensor.From([0L, 0, 1, 1]))).Message);
        Assert.Contains("takes 1 input, and got 2", Assert.Throws<ArgumentException>(() => knn.Neighbours(1, 2)).Message);
    }

    [Fact]
    [Trait("System", "UNS-RBM")]
    public void The_Boltzmann_machines_gradient_is_exact_and_contrastive_divergence_lowers_the_error()
    {
        Rng rng = new(43);
        RestrictedBoltzmannMachine machine = new(3, 2, deviation: 0.8, rng);
        machine.Step(new(Tensor.Zeros([3, 2], DType.Float64), Tensor.From([0.3, -0.2, 0.5]), Tensor.From([-0.4, 0.1])), 1);
        Tensor data = Tensor.From([[1.0, 0, 1], [1, 1, 0], [0, 0, 1], [1, 0, 1]]);
        BoltzmannGradient exact = machine.ExactGradient(data);
        double[] analytic = [.. exact.Weights.ToArray<double>(), .. exact.VisibleBias.ToArray<double>(), .. exact.HiddenBias.ToArray<double>()];
        for (int i = 0; i < analytic.Length; i++)
        {
            double numeric = (Shifted(i, 1e-5) - Shifted(i, -1e-5)) / 2e-5;
            Assert.Equal(numeric, analytic[i], 1e-8);
        }

        // By brute force over all 32 states: chances add up to one, and the free energy sums the hidden states.
        double z = 0;
        for (int state = 0; state < 32; state++)
        {
            double[] bits = [.. Enumerable.Range(0, 5).Select(bit => (double)((state >> bit) & 1))];
            z += Math.Exp(-machine.Energy(Tensor.From([bits[..3]]), Tensor.From([bits[3..]])).Item());
        }

        Assert.Equal(Math.Log(z), machine.LogPartition(), 1e-12);

        // Many steps of chance forget the data: CD-k comes near the exact gradient.
        Tensor many = data.IndexSelect(0, Tensor.From([.. Enumerable.Range(0, 8_000).Select(i => (long)(i % 4))]));
        Assert.True((machine.ContrastiveDivergence(many, 20, rng).Weights - exact.Weights).Abs().Amax().Item() < 0.03);

        // Two patterns with noise.
        Tensor stripes = Tensor.From([.. Enumerable.Range(0, 100).Select(i => (double[])[.. Enumerable.Range(0, 8).Select(bit => (bit % 2 == i % 2) ^ (rng.NextDouble() < 0.05) ? 1.0 : 0)])]);
        RestrictedBoltzmannMachine learner = new(8, 4, rng: rng);
        double before = learner.LogLikelihood(stripes);
        IReadOnlyList<double> errors = learner.Train(stripes, epochs: 40, rng: rng);
        Assert.True(errors[^1] < 0.4 * errors[0], $"{errors[0]} {errors[^1]}");
        Assert.True(learner.LogLikelihood(stripes) > before + 1);
        Assert.Contains("[N, 8]", Assert.Throws<ArgumentException>(() => learner.FreeEnergy(Tensor.Zeros([2, 3]))).Message);
        Assert.Contains("2^25", Assert.Throws<InvalidOperationException>(() => new RestrictedBoltzmannMachine(25, 30, rng: rng).LogPartition()).Message);

        double Shifted(int parameter, double by)
        {
            double[] change = new double[11];
            change[parameter] = by;
            BoltzmannGradient step = new(Tensor.From(change[..6], [3, 2]), Tensor.From(change[6..9]), Tensor.From(change[9..]));
            machine.Step(step, 1);
            double likelihood = machine.LogLikelihood(data);
            machine.Step(step, -1);
            return likelihood;
        }
    }

    [Fact]
    [Trait("System", "UNS-SOM")]
    public void The_map_unfolds_over_colours_and_along_a_curve()
    {
        Rng rng = new(44);
        Tensor colours = Tensor.Uniform([400, 3], rng: rng, dtype: DType.Float64);
        SomMap map = new SelfOrganizingMap { Rows = 10, Columns = 10, Epochs = 15, Rng = rng }.Fit(colours);
        Assert.True(map.QuantisationError(colours) < 0.16, $"{map.QuantisationError(colours)}");
        Assert.True(map.Errors[^1] < 0.5 * map.Errors[0]);
        Assert.True(map.TopographicError(colours) < 0.15, $"{map.TopographicError(colours)}");

        // Units that are neighbours on the grid have nearer colours than units by chance.
        double[][] units = map.Weights.Reshape(100, 3).ToJagged<double>();
        double near = map.Distances().Mean().Item();
        double any = Enumerable.Range(0, 500).Average(_ => Distance(units[rng.Next(100)], units[rng.Next(100)]));
        Assert.True(near < 0.4 * any, $"{near} {any}");

        // A line over a half circle: angles rise or fall all along it.
        Tensor angles = Tensor.Uniform([300], 0, Math.PI, rng, DType.Float64);
        SomMap line = new SelfOrganizingMap { Columns = 15, Epochs = 30, Rng = rng }.Fit(Tensor.Stack([angles.Cos(), angles.Sin()], 1));
        double[] along = [.. line.Weights.Reshape(15, 2).ToJagged<double>().Select(unit => Math.Atan2(unit[1], unit[0]))];
        int[] signs = [.. along.Zip(along.Skip(1), (a, b) => Math.Sign(b - a)).Distinct()];
        Assert.Single(signs);
        Assert.Contains("points are rows", Assert.Throws<ArgumentException>(() => new SelfOrganizingMap { Columns = 3 }.Fit(Tensor.Zeros([4]))).Message);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());

    private static (Tensor Points, long[] Labels) Blobs(Rng rng, (double X, double Y)[] centres, int each)
    {
        long[] labels = [.. Enumerable.Range(0, centres.Length * each).Select(i => (long)(i % centres.Length))];
        Tensor middle = Tensor.From([.. labels.Select(label => (double[])[centres[label].X, centres[label].Y])]);
        return (middle + Tensor.Normal(middle.Shape, 0, 0.8, rng, DType.Float64), labels);
    }
}

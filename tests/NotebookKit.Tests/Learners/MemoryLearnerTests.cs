using NotebookKit.Data;
using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

/// <summary>ADALINE, Hebb, Hopfield, the credit applicants, ELM.</summary>
public class MemoryLearnerTests
{
    [Fact]
    [Trait("System", "PER-ADALINE")]
    public void Adaline_reaches_the_least_squares_weights()
    {
        Rng rng = new(31);
        Tensor x = Tensor.Normal([80, 3], rng: rng, dtype: DType.Float64);
        Tensor d = x.MatMul(Tensor.From([0.5, -2, 1.0]).Reshape(3, 1)).Reshape(-1) + 0.7 + Tensor.Normal([80], 0, 0.3, rng, DType.Float64);
        double[] best = [.. Adaline.LeastSquares(x, d)];
        AdalineResult batch = new Adaline { Update = UpdateStrategy.Batch, LearningRate = 0.2, Epochs = 300 }.Train(x, d);
        Assert.Equal(best, batch.Unit.Augmented, (p, q) => Math.Abs(p - q) < 1e-9);
        AdalineResult instance = new Adaline { LearningRate = 0.0005, Epochs = 300, Shuffle = rng }.Train(x, d);
        Assert.Equal(best, instance.Unit.Augmented, (p, q) => Math.Abs(p - q) < 1e-3);
        Assert.True(instance.SquareErrors[^1] < instance.SquareErrors[0]);
        Assert.Contains("ran away", Assert.Throws<InvalidOperationException>(() => new Adaline { LearningRate = 10 }.Train(x, d)).Message);
        Assert.Contains("80 points need as many", Assert.Throws<ArgumentException>(() => new Adaline().Train(x, d[..5])).Message);
    }

    [Fact]
    [Trait("System", "PER-HEBB")]
    public void What_fires_together_wires_together()
    {
        Tensor w = Tensor.Zeros([2, 3], DType.Float64), x = Tensor.From([1, 0, 1.0]), y = Tensor.From([1, 0.0]);
        Assert.Equal([0.1, 0, 0.1, 0, 0, 0], Hebb.Step(w, x, y).ToArray<double>());
        Assert.Equal([0.2, 0, 0.2, 0, 0, 0], Hebb.Step(Hebb.Step(w, x, y), x, y).ToArray<double>());
        Assert.Equal(Hebb.Step(Hebb.Step(w, x, y), x, y).ToArray<double>(), Hebb.Associate(Tensor.Stack([x, x]), Tensor.Stack([y, y])).ToArray<double>());
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => Hebb.Step(w, y, x)).Message);
    }

    [Fact]
    [Trait("System", "PER-HOPFIELD")]
    public void Hopfield_recalls_three_pictures_with_a_tenth_of_their_bits_flipped_and_its_energy_never_rises()
    {
        string[] pictures =
        [
            "########...............########...............########..........",
            "#......##......##......##......##......##......##......##......#",
            "#.#.#.#..#.#.#.##.#.#.#..#.#.#.##.#.#.#..#.#.#.##.#.#.#..#.#.#.#",
        ];
        Tensor patterns = Tensor.From([.. pictures.Select(picture => (double[])[.. picture.PadRight(64, '.')[..64].Select(c => c == '#' ? 1.0 : -1)])]);
        Hopfield net = new(patterns);
        Assert.Equal(0, (net.Weights - net.Weights.Transpose()).Abs().Sum().Item());
        Assert.Equal(0, net.Weights.Trace().Item());
        Rng rng = new(32);
        for (int trial = 0; trial < 30; trial++)
        {
            double[] noisy = patterns[trial % 3].ToArray<double>();
            foreach (int i in rng.Permutation(64)[..6])
            {
                noisy[i] = -noisy[i];
            }

            HopfieldTrace trace = net.Recall(Tensor.From(noisy), rng);
            Assert.True(trace.IsAtRest);
            Assert.Equal(patterns[trial % 3].ToArray<double>(), trace.Final.ToArray<double>());
            Assert.All(trace.Energies.Zip(trace.Energies.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
            Assert.Equal(net.Energy(trace.Final), trace.Energies[^1], 1e-12);
        }

        // From anywhere the energy falls until the net is at rest.
        for (int trial = 0; trial < 20; trial++)
        {
            HopfieldTrace trace = net.Recall(Tensor.From([.. Enumerable.Range(0, 64).Select(_ => (double)rng.Next(2))]), rng);
            Assert.True(trace.IsAtRest);
            Assert.All(trace.Energies.Zip(trace.Energies.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        }

        Assert.Contains("[64]", Assert.Throws<ArgumentException>(() => net.Recall(Tensor.Zeros([5]))).Message);
        Assert.Contains("neuron 1 is 3", Assert.Throws<ArgumentException>(() => new Hopfield(Tensor.From([[1, 3.0]]))).Message);
    }

    [Fact]
    [Trait("System", "NEU-CREDIT")]
    [Trait("System", "DAT-CREDIT")]
    [Trait("Golden", "G-CREDIT")]
    [Trait("Golden", "G-K17")]
    public void A_perceptron_learns_who_gets_a_loan()
    {
        TableArrays table = CreditApplicants.Make(200, new Rng(33));
        Assert.Equal([25, 1, 25, 100, 22, 2, 18, 80, 65, 1, 3000, 200], table.Values[..12]);
        Assert.Equal(200, table.Targets.Length);
        Tensor x = Tensor.From(table.Values, [table.Rows, table.Columns]);
        LabelledPoints scaled = new(Standardizer.Fit(x).Apply(x), Tensor.From(table.Targets));
        PerceptronTrace trace = new Perceptron { MaxEpochs = 5000 }.Train(scaled);
        Assert.True(trace.Converged);
        Assert.Equal(1, trace.Unit.Accuracy(scaled));
        Assert.Equal([1, 1, 0], Enumerable.Range(0, 3).Select(i => trace.Unit.Fire(scaled.Point(i))));
        Assert.Equal(new CreditApplicant(23, "female", 1_000_000, 1, 0.5, 200_000), CreditApplicant.OfTheLecture);
    }

    [Fact]
    [Trait("System", "SSL-ELM")]
    public void The_extreme_learning_machine_solves_its_equation_and_fits_a_sine()
    {
        Tensor x = Tensor.Linspace(-1, 1, 200, DType.Float64).Reshape(-1, 1), z = (x * Math.PI).Sin().Reshape(-1);
        Elm elm = new() { Hidden = 50, Ridge = 1e-3, Rng = new Rng(34) };
        ElmModel model = elm.Train(x, z);
        Assert.True((model.Predict(x) - z).Square().Mean().Sqrt().Item() < 0.02);

        // (H'H + lambda I) v = H' z
        Tensor h = model.Hidden.Forward(x).Detach(), v = model.OutputWeights;
        Tensor residual = h.Transpose().MatMul(h).MatMul(v) + (1e-3 * v) - h.Transpose().MatMul(z.Reshape(-1, 1));
        Assert.True(residual.Abs().Amax().Item() < 1e-9, $"{residual.Abs().Amax().Item()}");

        // The hidden weights are those that the seed gives, untouched.
        Rng same = new(34);
        Assert.Equal(Tensor.Normal([50, 1], 0, elm.Deviation, same, DType.Float64).ToArray<double>(), model.Hidden.Weight.ToArray<double>());
        Assert.Equal(Tensor.Normal([50], 0, elm.Deviation, same, DType.Float64).ToArray<double>(), model.Hidden.Bias!.ToArray<double>());

        // Points not seen: as good.
        Tensor between = Tensor.Linspace(-0.99, 0.99, 333, DType.Float64).Reshape(-1, 1);
        Assert.True((model.Predict(between) - (between * Math.PI).Sin().Reshape(-1)).Square().Mean().Sqrt().Item() < 0.02);
        Assert.Contains("200 points need", Assert.Throws<ArgumentException>(() => elm.Train(x, z[..7])).Message);
        Assert.Contains("depend on each other", Assert.Throws<InvalidOperationException>(() => Elm.RidgeWeights(Tensor.Ones([4, 2]), Tensor.Ones([4, 1]), 0)).Message);
    }
}

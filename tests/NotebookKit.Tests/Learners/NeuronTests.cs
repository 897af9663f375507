using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

public class NeuronTests
{
    private static readonly Func<Tensor, Tensor>[] Activations = [u => u.Step(), u => u.Sigmoid(), u => u.Tanh(), u => u];

    [Fact]
    [Trait("System", "NEU-ART")]
    public void A_neuron_is_a_weighted_sum_and_an_activation()
    {
        Rng rng = new(1);
        Func<double, double>[] plain = [u => u >= 0 ? 1 : 0, u => 1 / (1 + Math.Exp(-u)), Math.Tanh, u => u];
        for (int trial = 0; trial < 100; trial++)
        {
            double[] w = RandomPoints.Normal(rng, 5), x = RandomPoints.Normal(rng, 5);
            double b = rng.NextDouble(), sum = b;
            for (int i = 0; i < 5; i++)
            {
                sum += w[i] * x[i];
            }

            for (int a = 0; a < plain.Length; a++)
            {
                Assert.Equal(plain[a](sum), new Neuron(w, b, Activations[a]).Forward(Tensor.From(x)).Item(), 1e-12);
            }
        }
    }

    [Fact]
    [Trait("System", "NEU-BIASAUG")]
    public void A_bias_is_the_weight_of_a_constant_one_with_the_same_outputs_and_gradients()
    {
        Rng rng = new(2);
        Tensor x = Tensor.Normal([7, 4], rng: rng, dtype: DType.Float64);
        foreach (Func<Tensor, Tensor> activation in Activations)
        {
            Neuron plain = new(RandomPoints.Normal(rng, 4), 0.7, activation), augmented = plain.Augmented();
            Tensor a = plain.Forward(x), b = augmented.Forward(Neuron.WithOne(x));
            Assert.Equal(a.ToArray<double>(), b.ToArray<double>(), (p, q) => Math.Abs(p - q) < 1e-14);
            a.Square().Sum().Backward();
            b.Square().Sum().Backward();
            double[] gradients = [plain.Bias!.Grad!.Item(), .. plain.Weight.Grad!.ToArray<double>()];
            Assert.Equal(gradients, augmented.Weight.Grad!.ToArray<double>(), (p, q) => Math.Abs(p - q) < 1e-12);
        }
    }

    [Fact]
    [Trait("System", "PER-LAYER")]
    public void A_layer_is_its_neurons_stacked()
    {
        NeuronLayer layer = new(4, 3, u => u.Tanh(), rng: new Rng(3), dtype: DType.Float64);
        Tensor x = Tensor.Normal([6, 4], rng: new Rng(4), dtype: DType.Float64);
        Tensor together = layer.Forward(x);
        for (int k = 0; k < 3; k++)
        {
            double[] alone = layer[k].Forward(x).ToArray<double>();
            Assert.Equal(alone, together[.., k].ToArray<double>(), (p, q) => Math.Abs(p - q) < 1e-14);
        }
    }

    [Fact]
    [Trait("System", "NEU-MCP")]
    [Trait("Golden", "G-MCP")]
    public void A_McCulloch_Pitts_unit_says_x1_and_not_x2()
    {
        McCullochPitts unit = new([1, -1], threshold: 0.5);
        Assert.Equal([0, 0, 1, 0], new[] { unit.Fire(0, 0), unit.Fire(0, 1), unit.Fire(1, 0), unit.Fire(1, 1) });
        Assert.Contains("input 1 is 2", Assert.Throws<ArgumentException>(() => unit.Fire(2, 0)).Message);
    }

    [Fact]
    [Trait("System", "NEU-AND")]
    [Trait("Golden", "G-AND")]
    public void And_has_the_sums_and_answers_of_the_lecture()
    {
        ThresholdUnit and = ThresholdUnit.And();
        Assert.Equal([-1.5, 1, 1], and.Augmented);
        Assert.Equal([-1.5, -0.5, -0.5, 0.5], BooleanFunction.Rows(2).Select(row => and.Sum(row)));
        Assert.Equal([0, 0, 0, 1], BooleanFunction.Rows(2).Select(row => and.Fire(row)));
    }

    [Fact]
    [Trait("System", "NEU-OR")]
    [Trait("Golden", "G-OR")]
    public void Or_has_the_sums_and_answers_of_the_lecture()
    {
        ThresholdUnit or = ThresholdUnit.Or();
        Assert.Equal([-0.5, 1, 1], or.Augmented);
        Assert.Equal([-0.5, 0.5, 0.5, 1.5], BooleanFunction.Rows(2).Select(row => or.Sum(row)));
        Assert.Equal([0, 1, 1, 1], BooleanFunction.Rows(2).Select(row => or.Fire(row)));
    }

    [Fact]
    [Trait("System", "NEU-ANDR")]
    [Trait("Golden", "G-ANDR")]
    public void And_and_at_least_k_are_exact_for_every_input_of_up_to_ten()
    {
        for (int inputs = 1; inputs <= 10; inputs++)
        {
            Assert.Equal([-(inputs - 0.5), .. Enumerable.Repeat(1.0, inputs)], ThresholdUnit.And(inputs).Augmented);
            foreach (double[] row in BooleanFunction.Rows(inputs))
            {
                Assert.Equal(row.All(bit => bit == 1) ? 1 : 0, ThresholdUnit.And(inputs).Fire(row));
                Assert.Equal(row.Any(bit => bit == 1) ? 1 : 0, ThresholdUnit.Or(inputs).Fire(row));
                Assert.Equal(row.Sum() >= (inputs + 1) / 2 ? 1 : 0, ThresholdUnit.AtLeast((inputs + 1) / 2, inputs).Fire(row));
            }
        }
    }

    [Fact]
    [Trait("System", "PER-NETTYPES")]
    public void Masks_are_full_lateral_recurrent_or_partial_and_act_as_zero_weights()
    {
        Assert.Equal(12, ConnectionMask.Full(4, 3).Sum().Item());
        Assert.Equal(new Shape(3, 4), ConnectionMask.Recurrent(layer: 4, before: 3).Shape);
        double[,] lateral = ConnectionMask.Lateral(4).To(DType.Float64).ToArray2D<double>();
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(i / 4 == i % 4 ? 0 : 1, lateral[i / 4, i % 4]));
        Tensor partial = ConnectionMask.Partial(4, 3, 0.4, new Rng(5), DType.Float64);
        Assert.Equal(5, partial.Sum().Item());
        Assert.Equal([1, 1, 0, 0], ConnectionMask.Local(4, 3)[0].ToArray<float>());

        Tensor w = Tensor.Normal([4, 3], rng: new Rng(6), dtype: DType.Float64), b = Tensor.Normal([4], rng: new Rng(7), dtype: DType.Float64);
        Tensor x = Tensor.Normal([5, 3], rng: new Rng(8), dtype: DType.Float64);
        NeuronLayer masked = new(w, b, u => u.Tanh(), partial), dense = new(w * partial, b, u => u.Tanh());
        Assert.Equal(dense.Forward(x).ToArray<double>(), masked.Forward(x).ToArray<double>());

        // A connection that is not there learns nothing.
        masked.Forward(x).Sum().Backward();
        Assert.Equal(0, (masked.Weight.Grad! * (1 - partial)).Abs().Sum().Item());
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Contains("3 points have 2 labels", Assert.Throws<ArgumentException>(() => new LabelledPoints(new double[3, 2], [0, 1])).Message);
        Assert.Contains("label 1 is 3", Assert.Throws<ArgumentException>(() => new LabelledPoints(new double[2, 2], [0, 3])).Message);
        Assert.Contains("mix 0 with -1", Assert.Throws<ArgumentException>(() => new LabelledPoints(new double[3, 2], [0, -1, 1])).Message);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new LabelledPoints(new double[,] { { 1 }, { double.NaN } }, [0, 1])).Message);
        Assert.Contains("[4]", Assert.Throws<ArgumentException>(() => new LabelledPoints(Tensor.Zeros([4]), Tensor.Zeros([4]))).Message);
        Assert.Contains("takes 2 inputs, and got 3", Assert.Throws<ArgumentException>(() => ThresholdUnit.And().Fire(1, 2, 3)).Message);
        Assert.Contains("all 2 weights are 0", Assert.Throws<InvalidOperationException>(() => new ThresholdUnit([0, 0], 1).Boundary).Message);
        Assert.Contains("2 weights need inputs", Assert.Throws<ArgumentException>(() => new Neuron([1, 2]).Forward(Tensor.Zeros([3, 4], DType.Float64))).Message);
        Assert.Contains("shaped like the weights", Assert.Throws<ArgumentException>(() => new NeuronLayer(Tensor.Zeros([2, 3]), mask: Tensor.Zeros([3, 2]))).Message);
        Assert.Contains("share", Assert.Throws<ArgumentException>(() => ConnectionMask.Partial(2, 2, 1)).Message);
    }
}

using NotebookKit.Autoencoders;
using NotebookKit.Data;
using NotebookKit.Decomposition;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Autoencoders;

/// <summary>Networks that copy their inputs: what they find, and what they cannot pass on.</summary>
public class AutoencoderTests(ITestOutputHelper output)
{
    private static readonly Lazy<Tensor> Digits = new(() => Datasets.Digits().Inputs.Reshape(-1, 64).To(DType.Float32) / 16);

    [Fact]
    [Trait("System", "UNS-AEPCA")]
    public void A_linear_autoencoder_finds_the_plane_of_PCA_but_not_its_axes()
    {
        Tensor points = Digits.Value - Digits.Value.Mean(0);
        Autoencoder model = Autoencoder.Linear(64, 5, new Rng(1));
        Adam adam = new(model.Parameters());
        for (int step = 0; step < 1200; step++)
        {
            using BufferScope scope = new();
            adam.LearningRate = step < 600 ? 0.02 : step < 900 ? 0.004 : 0.0005;
            adam.ZeroGrad();
            Loss.MeanSquaredError(model.Forward(points), points).Backward();
            adam.Step();
        }

        PcaResult pca = new Pca { Components = 5 }.Fit(points);
        Tensor decoder = ((Linear)model.Decoder).Weight;
        double[] angles = Subspaces.PrincipalAngles(decoder, pca.Components.Transpose());
        output.WriteLine($"angles {string.Join(", ", angles.Select(angle => $"{angle:F3}"))} degrees");
        Assert.All(angles, angle => Assert.InRange(angle, 0, 0.5));
        Tensor axes = decoder.Detach().To(DType.Float64).Transpose().Normalize().MatMul(pca.Components.To(DType.Float64).Transpose());
        Assert.True(axes.Abs().Amax(1).Min().Item() < 0.9, "the axes are turned within the plane");
    }

    [Fact]
    [Trait("System", "UNS-AE")]
    public void The_error_falls_and_tied_weights_gather_the_gradient_of_both_uses()
    {
        Tensor some = Digits.Value[..300];
        Autoencoder deep = Autoencoder.Deep([64, 32, 8], new Rng(1));
        double before = deep.Error(some);
        new Trainer(deep, new Adam(deep.Parameters()) { LearningRate = 5e-3 }) { Loss = (copy, truth) => Loss.MeanSquaredError(copy, truth), Show = false }
            .Fit(Autoencoder.Copies(some), epochs: 30, batchSize: 50, rng: new Rng(1));
        Assert.True(deep.Error(some) < 0.4 * before, $"{before:F4} to {deep.Error(some):F4}");

        Linear encoder = new(6, 3, rng: new Rng(2), dtype: DType.Float64);
        Autoencoder tied = new(new Sequential(encoder, Activation.Tanh()), new TiedDecoder(encoder));
        Assert.Equal((6 * 3) + 3 + 6, tied.ParameterCount);
        Tensor x = Tensor.Normal([4, 6], rng: new Rng(3), dtype: DType.Float64);
        Loss.MeanSquaredError(tied.Forward(x), x).Backward();
        Tensor shared = encoder.Weight.Grad!.Clone();

        // The same with two matrices that happen to be equal: the shared gradient is the sum of theirs.
        Tensor w = encoder.Weight.Detach().Clone(), v = w.Clone();
        (w.RequiresGrad, v.RequiresGrad) = (true, true);
        Loss.MeanSquaredError((x.MatMul(w.Transpose()) + encoder.Bias!.Detach()).Tanh().MatMul(v), x).Backward();
        Assert.True((shared - w.Grad! - v.Grad!).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    [Trait("System", "UNS-DAE")]
    public void A_denoising_one_takes_more_than_half_of_the_noise_away()
    {
        Tensor clean = Digits.Value, train = clean[..1500], test = clean[1500..];
        Autoencoder model = new(new Sequential(new Linear(64, 64, rng: new Rng(1)), new ReLU(), new Linear(64, 24, rng: new Rng(2))), new Sequential(new Linear(24, 64, rng: new Rng(3)), Activation.Sigmoid()))
        {
            Noise = new GaussianNoise(0.3, rng: new Rng(4)),
        };
        new Trainer(model, new Adam(model.Parameters()) { LearningRate = 3e-3 }) { Loss = (copy, truth) => Loss.MeanSquaredError(copy, truth), Show = false }
            .Fit(Autoencoder.Copies(train), epochs: 25, batchSize: 50, rng: new Rng(1));
        Tensor noisy = test + (Tensor.Normal(test.Shape, rng: new Rng(5)) * 0.3);
        double with = (noisy - test).Square().Mean().Item(), without = (model.Predict(noisy) - test).Square().Mean().Item();
        output.WriteLine($"noisy {with:F4}, cleaned {without:F4}");
        Assert.True(without < with / 2, $"{without:F4} against {with:F4}");
    }

    [Fact]
    public void Masks_put_out_in_training_only_and_do_not_make_the_rest_larger()
    {
        MaskNoise noise = new(0.3, new Rng(1));
        float[] out1 = noise.Forward(Tensor.Ones([100, 100])).ToArray<float>();
        Assert.All(out1, number => Assert.True(number is 0 or 1));
        Assert.InRange(out1.Count(number => number == 0), 2800, 3200);
        noise.IsTraining = false;
        Assert.All(noise.Forward(Tensor.Ones([10])).ToArray<float>(), number => Assert.Equal(1, number));
        Assert.Throws<ArgumentException>(() => new MaskNoise(1.5));
    }

    [Theory]
    [Trait("System", "UNS-UNDER")]
    [InlineData(2)]
    [InlineData(5)]
    public void Through_a_narrow_code_not_more_than_its_width_gets(int code)
    {
        // Points that need all 8 directions: no linear network copies them better than the best plane does, however long it learns.
        Tensor points = Tensor.Normal([400, 8], rng: new Rng(1), dtype: DType.Float64);
        points -= points.Mean(0);
        double floor = points.Svd().S.ToArray<double>().Skip(code).Sum(value => value * value) / points.Count;
        Autoencoder model = Autoencoder.Linear(8, code, new Rng(2), DType.Float64);
        Adam adam = new(model.Parameters()) { LearningRate = 0.02 };
        for (int step = 0; step < 400; step++)
        {
            using BufferScope scope = new();
            adam.ZeroGrad();
            Loss.MeanSquaredError(model.Forward(points), points).Backward();
            adam.Step();
        }

        Assert.InRange(model.Error(points), floor, floor * 1.02);
        Assert.Equal(code, model.Encode(points).Shape[1]);
    }

    [Fact]
    public void The_convolutional_one_comes_back_to_the_pictures_size()
    {
        Autoencoder model = Autoencoder.Convolutional(1, 28, 16, rng: new Rng(1));
        Tensor pictures = Tensor.Uniform([3, 1, 28, 28], 0, 1, new Rng(2));
        Assert.Equal(new Shape(3, 16), model.Encode(pictures).Shape);
        Assert.Equal(pictures.Shape, model.Decode(model.Encode(pictures)).Shape);
        Assert.Contains("divide by 4", Assert.Throws<ArgumentException>(() => Autoencoder.Convolutional(1, 30, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Autoencoder.Deep([5]));
    }

    [Fact]
    public void The_sparsity_penalty_is_the_divergence_and_its_gradient_is_right()
    {
        Tensor codes = Tensor.From(new double[,] { { 0.1, 0.9 }, { 0.3, 0.7 } });
        double Kl(double p, double q) => (p * Math.Log(p / q)) + ((1 - p) * Math.Log((1 - p) / (1 - q)));
        Assert.Equal(Kl(0.2, 0.2) + Kl(0.2, 0.8), Sparsity.Penalty(codes, 0.2).Item(), 12);
        Tensor learned = codes.Clone();
        learned.RequiresGrad = true;
        Sparsity.Penalty(learned, 0.3).Backward();
        for (int i = 0; i < 2; i++)
        {
            double[,] up = codes.ToArray2D<double>(), down = codes.ToArray2D<double>();
            up[1, i] += 1e-6;
            down[1, i] -= 1e-6;
            double slope = (Sparsity.Penalty(Tensor.From(up), 0.3).Item() - Sparsity.Penalty(Tensor.From(down), 0.3).Item()) / 2e-6;
            Assert.Equal(slope, learned.Grad![1, i].Item(), 6);
        }

        Assert.Equal(1, Sparsity.Hoyer(Tensor.From(new double[,] { { 0, 3, 0, 0 }, { 0, 0, 0, 0 } })), 12);
        Assert.Equal(0, Sparsity.Hoyer(Tensor.Ones([2, 4])), 6);
        Assert.Throws<ArgumentException>(() => Sparsity.Penalty(codes, 1));
    }

    [Fact]
    [Trait("System", "UNS-DBN")]
    public void Stacked_machines_lower_their_errors_and_become_a_network_that_says_what_they_say()
    {
        Tensor bits = (Digits.Value[..400] >= 0.5).To(DType.Float32);
        DeepBelief belief = new([64, 32, 16], new Rng(1));
        IReadOnlyList<IReadOnlyList<double>> errors = belief.Train(bits, epochs: 8, rng: new Rng(2));
        Assert.All(errors, machine => Assert.True(machine[^1] < machine[0], string.Join(", ", machine)));
        Sequential network = belief.ToNetwork(10, new Rng(3));
        Tensor said = belief.Machines[1].HiddenChances(belief.Machines[0].HiddenChances(bits)), layers = bits;
        for (int i = 0; i < 4; i++)
        {
            layers = network[i].Predict(layers);
        }

        Assert.True((said.To(DType.Float32) - layers).Abs().Max().Item() < 1e-5);
        Assert.Equal(new Shape(400, 10), network.Predict(bits).Shape);
    }

    [Fact]
    public void Angles_between_planes_do_not_depend_on_their_axes()
    {
        Tensor plane = Tensor.Normal([6, 2], rng: new Rng(1), dtype: DType.Float64);
        Tensor turned = plane.MatMul(Tensor.From(new double[,] { { 2, 1 }, { -1, 3 } }));
        Assert.All(Subspaces.PrincipalAngles(plane, turned), angle => Assert.Equal(0, angle, 9));
        double tilt = 1e-5;
        Tensor flat = Tensor.From(new double[,] { { 1, 0 }, { 0, 1 }, { 0, 0 } }), tilted = Tensor.From(new double[,] { { 1, 0 }, { 0, Math.Cos(tilt) }, { 0, Math.Sin(tilt) } });
        double[] angles = Subspaces.PrincipalAngles(flat, tilted);
        Assert.Equal(0, angles[0], 9);
        Assert.Equal(tilt * 180 / Math.PI, angles[1], 9);
        Assert.Equal(90, Subspaces.PrincipalAngles(flat[.., ..1], Tensor.From(new double[,] { { 0 }, { 0 }, { 5 } }))[0], 9);
        Assert.Throws<ArgumentException>(() => Subspaces.PrincipalAngles(flat, tilted[.., ..1]));
        Assert.Contains("not independent", Assert.Throws<ArgumentException>(() => Subspaces.PrincipalAngles(flat, Tensor.Ones([3, 2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-COMP")]
    public void Ten_numbers_for_a_picture_are_78_times_fewer()
    {
        Autoencoder deep = Autoencoder.Deep([784, 64, 10], new Rng(1));
        Tensor code = deep.Encoder.Predict(Tensor.Zeros([3, 784]));
        Assert.Equal(new Shape(3, 10), code.Shape);
        Assert.Equal(78.4, 784.0 / code.Shape[1], 12);
        Assert.Equal(new Shape(3, 784), deep.Decoder.Predict(code).Shape);
    }
}

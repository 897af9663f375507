using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Pictures that neurons like: targets by hand, what is done to gradients and pixels as laws, and the whole climb on the kit's own network.</summary>
public class ActivationTests
{
    [Fact]
    [Trait("System", "VIS-ACTMAX")]
    public void The_score_climbs_the_class_is_believed_and_the_regularisers_quieten_the_picture()
    {
        Features28 model = Pretrained.Features28();
        int[] classes = [2, 3, 8];
        Tensor start = Tensor.Uniform([3, 1, 28, 28], 0, 0.05, new Rng(1));
        MaximisedPicture naive = (ActivationMaximisation.Naive with { Steps = 40 }).Maximise(model, ActivationTarget.Class(classes), start, new Rng(2));
        MaximisedPicture kept = new ActivationMaximisation { Steps = 100, StepSize = 0.05, KeepShare = 0.5 }.Maximise(model, ActivationTarget.Class(classes), start, new Rng(2));
        foreach (MaximisedPicture painted in new[] { naive, kept })
        {
            double[,] chances = model.Predict(painted.Picture).Softmax(1).To(DType.Float64).ToArray2D<double>();
            Assert.All([0, 1, 2], n => Assert.True(chances[n, classes[n]] > 0.99, $"{painted}: {chances[n, classes[n]]}"));

            // On average: the mean over each ten steps is above that of the ten before.
            double[] tens = [.. painted.Scores.Take(40).Chunk(10).Select(chunk => chunk.Average())];
            Assert.All(Enumerable.Range(1, tens.Length - 1), i => Assert.True(tens[i] > tens[i - 1]));
        }

        Assert.True(kept.Restlessness[^1] < naive.Restlessness[^1] / 3, $"{kept.Restlessness[^1]} against {naive.Restlessness[^1]}");
        Assert.All(kept.Picture.ToArray<float>(), pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void For_a_linear_network_the_picture_is_the_weights()
    {
        // f(I) = w I: the gradient is w everywhere, so after k steps the picture is the start + k step w / rms(w).
        Sequential model = new(new Flatten(), new Linear(12, 2, rng: new Rng(1), dtype: DType.Float64));
        double[] w = ((Linear)model[1]).Weight.ToArray<double>()[12..];
        double size = Math.Sqrt(w.Sum(weight => weight * weight) / 12);
        Tensor start = Tensor.Zeros([1, 1, 3, 4], DType.Float64);
        ActivationMaximisation plain = ActivationMaximisation.Naive with { Steps = 7, StepSize = 0.1 };
        double[] painted = plain.Maximise(model, ActivationTarget.Class(1), start).Picture.ToArray<double>();
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(7 * 0.1 * w[i] / size, painted[i], 9));
        double[] raw = (plain with { NormaliseGradient = false }).Maximise(model, ActivationTarget.Class(1), start).Picture.ToArray<double>();
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(0.7 * w[i], raw[i], 9));

        // With decay d it is drawn to the middle: x = (1 - d)(x - 1/2) + 1/2 + s.
        double[] decayed = (plain with { Decay = 0.25 }).Maximise(model, ActivationTarget.Class(1), start).Picture.ToArray<double>();
        Assert.All(Enumerable.Range(0, 12), i =>
        {
            double x = 0;
            for (int step = 0; step < 7; step++)
            {
                x = (0.75 * (x - 0.5)) + 0.5 + (0.1 * w[i] / size);
            }

            Assert.Equal(x, decayed[i], 9);
        });
    }

    [Fact]
    public void Targets_are_the_numbers_that_they_name()
    {
        Sequential model = Small();
        Tensor pictures = Tensor.Normal([2, 1, 6, 6], rng: new Rng(3), dtype: DType.Float64);
        Tensor maps = model.Features(pictures, "0")["0"], scores = model.Predict(pictures);
        Assert.Equal(scores[1, 2].Item(), ActivationTarget.Class(2).Of(model, pictures)[1].Item(), 12);
        Assert.Equal(scores[1, 0].Item(), ActivationTarget.Class(2, 0).Of(model, pictures)[1].Item(), 12);
        Assert.Equal(scores.LogSoftmax(1)[0, 1].Item(), ActivationTarget.ClassProbability(1).Of(model, pictures)[0].Item(), 12);
        Assert.Equal(maps[0, 1].Mean().Item(), ActivationTarget.Channel("0", 1).Of(model, pictures)[0].Item(), 12);
        Assert.Equal(maps[1, 1, 2, 3].Item(), ActivationTarget.Unit("0", 1, 2, 3).Of(model, pictures)[1].Item(), 12);
        Assert.Equal(maps[1, 1, 3, 3].Item(), ActivationTarget.Unit("0", 1).Of(model, pictures)[1].Item(), 12);
        Assert.Equal(maps[1].Square().Mean().Item() / 2, ActivationTarget.Layer("0").Of(model, pictures)[1].Item(), 12);
        Assert.All(
            [ActivationTarget.Class(1), ActivationTarget.Channel("2", 0), ActivationTarget.Unit("0", 0, 1, 1), ActivationTarget.Layer("0")],
            target => Assert.True(Gradient.Check(x => target.Of(model, x).Sum(), pictures).IsRight));
    }

    [Fact]
    public void What_does_not_fit_a_target_is_said()
    {
        Sequential model = Small();
        Tensor pictures = Tensor.Zeros([2, 1, 6, 6], DType.Float64);
        Assert.Contains("0 to 2", Assert.Throws<ArgumentException>(() => ActivationTarget.Class(3).Of(model, pictures)).Message);
        Assert.Throws<ArgumentException>(() => ActivationTarget.Class(0, 1, 2).Of(model, pictures));
        Assert.Contains("no layer called 9", Assert.Throws<ArgumentException>(() => ActivationTarget.Layer("9").Of(model, pictures)).Message);
        Assert.Contains("has no places", Assert.Throws<ArgumentException>(() => ActivationTarget.Unit("3", 0).Of(model, pictures)).Message);
        Assert.Contains("is none of them", Assert.Throws<ArgumentException>(() => ActivationTarget.Unit("0", 0, 6, 0).Of(model, pictures)).Message);
        Assert.Contains("Block", Assert.Throws<ArgumentException>(() => ActivationTarget.Layer("0").Of(new ReLU(), pictures)).Message);
        ActivationTarget whole = new("all", (net, x) => net.Forward(x).Sum());
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => new ActivationMaximisation().Maximise(model, whole, pictures)).Message);
        Assert.Contains("Unsqueeze(0)", Assert.Throws<ArgumentException>(() => new ActivationMaximisation().Maximise(model, ActivationTarget.Class(0), pictures[0])).Message);
        Assert.All(
            [
                new ActivationMaximisation { Steps = 0 }, new ActivationMaximisation { StepSize = 0 }, new ActivationMaximisation { KeepShare = 0 }, new ActivationMaximisation { Decay = 1 },
                new ActivationMaximisation { Jitter = -1 }, new ActivationMaximisation { Range = (1, 0) }, new ActivationMaximisation { DropShare = 1 }, new ActivationMaximisation { BlurEvery = -1 },
            ],
            wrong => Assert.Contains("these are", Assert.Throws<ArgumentException>(() => wrong.Maximise(model, ActivationTarget.Class(0), pictures)).Message));
    }

    [Fact]
    public void The_model_is_as_it_was_before()
    {
        Sequential model = Small();
        Parameter[] parameters = [.. model.Parameters()];
        parameters[1].RequiresGrad = false;
        model.Forward(Tensor.Normal([1, 1, 6, 6], rng: new Rng(1), dtype: DType.Float64)).Sum().Backward();
        double[][] weights = [.. parameters.Select(p => p.ToArray<double>())], gradients = [.. parameters.Select(p => p.Grad?.ToArray<double>() ?? [])];
        foreach (bool training in new[] { true, false })
        {
            model.IsTraining = training;
            new ActivationMaximisation { Steps = 3 }.Maximise(model, ActivationTarget.Class(0), Tensor.Full([1, 1, 6, 6], 0.5, DType.Float64), new Rng(1));
            Assert.Equal(training, model.IsTraining);
            Assert.Equal(weights, parameters.Select(p => p.ToArray<double>()));
            Assert.Equal(gradients, parameters.Select(p => p.Grad?.ToArray<double>() ?? []));
            Assert.Equal([true, false, true, true], parameters.Select(p => p.RequiresGrad));
        }
    }

    [Fact]
    public void Pictures_of_a_batch_climb_by_themselves_and_a_seed_decides()
    {
        Sequential model = Small();
        Tensor start = ActivationMaximisation.Start([2, 1, 6, 6], rng: new Rng(5)).To(DType.Float64);
        ActivationMaximisation painter = new() { Steps = 12, KeepShare = 0.5, DropShare = 0.1, Jitter = 1 };
        Tensor both = painter.Maximise(model, ActivationTarget.Class(1, 2), start, new Rng(1)).Picture;
        Tensor second = painter.Maximise(model, ActivationTarget.Class(2), start[1..], new Rng(1)).Picture;
        Assert.True(both[1..].AllClose(second, 1e-12, 1e-12));
        Assert.Equal(both.ToArray<double>(), painter.Maximise(model, ActivationTarget.Class(1, 2), start, new Rng(1)).Picture.ToArray<double>());
        Assert.NotEqual(both.ToArray<double>(), painter.Maximise(model, ActivationTarget.Class(1, 2), start, new Rng(2)).Picture.ToArray<double>());
    }

    [Fact]
    public void It_shows_pictures_on_the_way_and_can_be_stopped_there()
    {
        List<int> seen = [];
        using CancellationTokenSource stop = new();
        ActivationMaximisation painter = new()
        {
            Steps = 25,
            Every = 10,
            Watch = picture =>
            {
                seen.Add(picture.Step);
                Assert.Equal(picture.Step + 1, picture.Scores.Count);
            },
        };
        MaximisedPicture end = painter.Maximise(Small(), ActivationTarget.Class(0), Tensor.Full([1, 1, 6, 6], 0.5, DType.Float64), new Rng(1));
        Assert.Equal([10, 20, 25], seen);
        Assert.Equal(26, end.Restlessness.Count);
        Assert.Contains("after 25 steps", end.ToString());
        Assert.Contains("1 image", end.Figure().AltText);

        ActivationMaximisation stopped = painter with { Watch = _ => stop.Cancel() };
        using (Cancellation.By(stop.Token))
        {
            Assert.Throws<OperationCanceledException>(() => stopped.Maximise(Small(), ActivationTarget.Class(0), Tensor.Full([1, 1, 6, 6], 0.5, DType.Float64)));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.37)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Exactly_the_top_share_of_a_gradient_stays(double share)
    {
        Tensor gradient = Tensor.Normal([2, 3, 5, 7], rng: new Rng(4), dtype: DType.Float64);
        double[] before = gradient.ToArray<double>(), after = PictureGradient.KeepLargest(gradient, share).ToArray<double>();
        int kept = (int)Math.Round(share * 105);
        for (int picture = 0; picture < 2; picture++)
        {
            int[] places = [.. Enumerable.Range(105 * picture, 105)];
            int[] stay = [.. places.OrderByDescending(i => Math.Abs(before[i])).Take(kept)];
            Assert.All(places, i => Assert.Equal(stay.Contains(i) ? before[i] : 0, after[i]));
        }

        // All alike: the number is exact all the same, and the first ones stay.
        Assert.Equal([-1, -1, 0, 0, 0], PictureGradient.KeepLargest(Tensor.Full([1, 5], -1.0, DType.Float64), 0.4).ToArray<double>());
        Assert.Equal([0, 2, 0, -2, 0], PictureGradient.KeepLargest(Tensor.From([1.0, 2, 1, -2, 0], [1, 5]), 0.4).ToArray<double>());
    }

    [Fact]
    public void A_normalised_gradient_has_size_one_and_zero_stays_zero()
    {
        Tensor gradient = Tensor.Concat([Tensor.Normal([1, 3, 4, 4], deviation: 1e-6, rng: new Rng(1), dtype: DType.Float64), Tensor.Zeros([1, 3, 4, 4], DType.Float64)]);
        Tensor normal = PictureGradient.Normalised(gradient);
        Assert.Equal(1, normal[0].Square().Mean().Item(), 12);
        Assert.Equal(0, normal[1].Abs().Sum().Item());
        Assert.True((normal[0] * gradient[0].Square().Mean().Sqrt()).AllClose(gradient[0], 1e-12));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureGradient.KeepLargest(gradient, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureGradient.KeepLargest(gradient, double.NaN));
        Assert.Throws<ArgumentException>(() => PictureGradient.Normalised(Tensor.Zeros([4], DType.Float64)));
    }

    [Fact]
    public void A_blur_is_the_weighted_mean_of_what_lies_inside()
    {
        const double S = 0.8;
        Tensor picture = Tensor.Normal([2, 2, 5, 6], rng: new Rng(1), dtype: DType.Float64);
        double[] x = picture.ToArray<double>(), y = PictureSmoothing.Blur(picture, S).ToArray<double>();
        for (int place = 0; place < x.Length; place++)
        {
            (int map, int row, int column) = (place / 30, place / 6 % 5, place % 6);
            double sum = 0, weights = 0;
            for (int i = Math.Max(0, row - 3); i <= Math.Min(4, row + 3); i++)
            {
                for (int j = Math.Max(0, column - 3); j <= Math.Min(5, column + 3); j++)
                {
                    double weight = Math.Exp(-(((i - row) * (i - row)) + ((j - column) * (j - column))) / (2 * S * S));
                    (sum, weights) = (sum + (weight * x[(map * 30) + (i * 6) + j]), weights + weight);
                }
            }

            Assert.Equal(sum / weights, y[place], 12);
        }

        Assert.Equal(x, PictureSmoothing.Blur(picture, 0).ToArray<double>());
        Assert.All(PictureSmoothing.Blur(Tensor.Full([1, 1, 4, 9], 0.3), 2).ToArray<float>(), pixel => Assert.Equal(0.3f, pixel, 1e-6f));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureSmoothing.Blur(picture, -1));
        Assert.Contains("Unsqueeze(0)", Assert.Throws<ArgumentException>(() => PictureSmoothing.Blur(picture[0], 1)).Message);
    }

    [Fact]
    public void Faint_pixels_are_those_of_smallest_length_over_the_channels()
    {
        Tensor picture = Tensor.Uniform([2, 3, 4, 5], rng: new Rng(2), dtype: DType.Float64);
        Tensor cleaned = PictureSmoothing.DropFaintPixels(picture, 0.3, 0.5);
        for (int n = 0; n < 2; n++)
        {
            double[] lengths = [.. Enumerable.Range(0, 20).Select(p => Enumerable.Range(0, 3).Sum(c => Math.Pow(picture[n, c, p / 5, p % 5].Item() - 0.5, 2)))];
            int[] faint = [.. Enumerable.Range(0, 20).OrderBy(p => lengths[p]).Take(6)];
            Assert.All(Enumerable.Range(0, 60), i => Assert.Equal(faint.Contains(i % 20) ? 0.5 : picture[n, i / 20, i % 20 / 5, i % 5].Item(), cleaned[n, i / 20, i % 20 / 5, i % 5].Item(), 12));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => PictureSmoothing.DropFaintPixels(picture, -0.1));
    }

    private static Sequential Small() => new(
        new Conv2d(1, 2, 3, padding: 1, rng: new Rng(1), dtype: DType.Float64), new Activation(Tanh), new Flatten(), new Linear(72, 3, rng: new Rng(2), dtype: DType.Float64));

    private static Tensor Tanh(Tensor x) => x.Tanh();

    private sealed class Activation(Func<Tensor, Tensor> f) : Module
    {
        public override Tensor Forward(Tensor input) => f(input);
    }
}

using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Pictures out of features: what a layer keeps comes back, what it forgets does not.</summary>
public class InversionTests
{
    [Fact]
    public void What_is_kept_comes_back_and_what_is_forgotten_does_not()
    {
        // The layer sees the left half only: it comes back exactly, the right half stays at its noise.
        Sequential left = new(new LeftHalf(), new Flatten(), new Linear(8, 8, rng: new Rng(1), dtype: DType.Float64));
        Tensor picture = Tensor.Uniform([1, 1, 4, 4], 0.1, 0.9, new Rng(2), DType.Float64);
        InvertedPicture seen = new FeatureInversion { Layer = "2", Steps = 300, LearningRate = 0.05, VariationWeight = 0 }.Invert(left, picture, new Rng(3));
        Assert.True(seen.Errors[^1] < 1e-2 && seen.Errors[^1] < seen.Errors[0] / 20, seen.ToString());
        Assert.True((seen.Picture - picture)[.., .., .., ..2].Abs().Max().Item() < 0.05);
        Assert.True((seen.Picture - picture)[.., .., .., 2..].Abs().Max().Item() > 0.1);
        Assert.Equal((seen.Picture - picture).Square().Mean().Item(), seen.PictureError, 12);
    }

    [Fact]
    public void Deeper_layers_rebuild_the_picture_worse()
    {
        Features28 model = Pretrained.Features28();
        Tensor digits = Datasets.Mnist().Test.Inputs[..2].To(DType.Float32) / 255;
        double[] errors = [.. new[] { "features.2", "features.6", "features.10" }.Select(layer =>
            new FeatureInversion { Layer = layer, Steps = 40, LearningRate = 0.1, VariationWeight = 0.02 }.Invert(model, digits, new Rng(1)).PictureError)];
        Assert.True(errors[0] < errors[1] && errors[1] < errors[2], string.Join(", ", errors));
    }

    [Fact]
    public void The_price_of_restless_pixels_is_its_formula_and_has_a_right_gradient()
    {
        Tensor x = Tensor.Uniform([1, 2, 3, 4], rng: new Rng(1), dtype: DType.Float64);
        foreach (double beta in new[] { 2.0, 1.0 })
        {
            double sum = 0;
            for (int c = 0; c < 2; c++)
            {
                for (int p = 0; p < 6; p++)
                {
                    (int i, int j) = (p / 3, p % 3);
                    double here = x[0, c, i, j].Item(), down = x[0, c, i + 1, j].Item() - here, right = x[0, c, i, j + 1].Item() - here;
                    sum += Math.Pow((down * down) + (right * right), beta / 2);
                }
            }

            Assert.Equal(sum / 12, FeatureInversion.Variation(x, beta).Item(), 1e-6);
            Assert.True(Gradient.Check(y => FeatureInversion.Variation(y, beta), x).IsRight);
        }
    }

    [Fact]
    public void The_total_variation_makes_the_picture_calmer()
    {
        Features28 model = Pretrained.Features28();
        Tensor digit = Datasets.Mnist().Test.Inputs[..1].To(DType.Float32) / 255;
        double[] calm = [.. new[] { 0.0, 20.0 }.Select(weight => PictureSmoothing.Restlessness(
            new FeatureInversion { Layer = "features.10", Steps = 30, LearningRate = 0.06, VariationWeight = weight }.Invert(model, digit, new Rng(1)).Picture))];
        Assert.True(calm[1] < calm[0] / 2, string.Join(", ", calm));
    }

    [Fact]
    [Trait("System", "VIS-INVERT")]
    public void A_decoder_learns_to_rebuild_pictures_that_it_has_not_seen()
    {
        Features28 model = Pretrained.Features28();
        Tensor digits = Datasets.Mnist().Train.Inputs[..300].To(DType.Float32) / 255, fresh = Datasets.Mnist().Test.Inputs[..100].To(DType.Float32) / 255;
        List<double> told = [];
        LearnedInversion near = FeatureDecoder.Learn(model, "features.3", digits, steps: 60, batch: 16, width: 12, learningRate: 1e-2, rng: new Rng(1), progress: (_, error) => told.Add(error));

        // Without any feature the best answer is the mean picture; its error is the variance of the pixels.
        double mean = (digits.Mean(0, keepDim: true) - fresh).Square().Mean().Item(), error = near.Error(fresh);
        Assert.True(error < mean / 3, $"{near}: {error} against {mean}");
        Assert.Equal((near.Rebuilt(fresh) - fresh).Square().Mean().Item(), error, 9);
        Assert.Equal(near.Errors, told);
        Assert.Contains("mean squared error", near.ToString());
        Assert.Equal(fresh.Shape, near.Rebuilt(fresh).Shape);
    }

    [Fact]
    public void A_decoder_fits_any_size_and_features_without_places()
    {
        Assert.Equal(new Shape(2, 3, 13, 10), new FeatureDecoder(new Shape(4, 3, 3), new Shape(3, 13, 10), 5).Forward(Tensor.Zeros([2, 4, 3, 3])).Shape);
        FeatureDecoder flat = new(new Shape(6), new Shape(1, 28, 28), 5);
        Assert.Equal(new Shape(2, 1, 28, 28), flat.Forward(Tensor.Zeros([2, 6])).Shape);
        Assert.Contains("takes features", Assert.Throws<ArgumentException>(() => new FeatureDecoder(new Shape(4, 3), new Shape(1, 8, 8))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureDecoder(new Shape(4, 3, 3), new Shape(1, 8, 8), 0));
    }

    [Fact]
    public void The_model_is_as_it_was_and_a_seed_decides()
    {
        Sequential model = new(new Conv2d(1, 2, 3, rng: new Rng(1)), new BatchNorm2d(2), new ReLU(), new Flatten());
        model.Forward(Tensor.Normal([4, 1, 6, 6], rng: new Rng(1))).Sum().Backward();
        float[][] State() => [.. model.State().Values.Select(t => t.To(DType.Float32).ToArray<float>()), .. model.Parameters().Select(p => p.Grad!.ToArray<float>())];
        float[][] before = State();
        model[1].IsTraining = false;
        Tensor pictures = Tensor.Uniform([5, 1, 6, 6], rng: new Rng(2));
        FeatureInversion inversion = new() { Layer = "2", Steps = 3 };
        float[] first = inversion.Invert(model, pictures, new Rng(1)).Picture.ToArray<float>();
        Assert.Equal(first, inversion.Invert(model, pictures, new Rng(1)).Picture.ToArray<float>());
        Assert.NotEqual(first, inversion.Invert(model, pictures, new Rng(2)).Picture.ToArray<float>());
        float[] learned = FeatureDecoder.Learn(model, "2", pictures, steps: 3, width: 2, rng: new Rng(1)).Rebuilt(pictures).ToArray<float>();
        Assert.Equal(learned, FeatureDecoder.Learn(model, "2", pictures, steps: 3, width: 2, rng: new Rng(1)).Rebuilt(pictures).ToArray<float>());
        Assert.Equal(before, State());
        Assert.Equal([true, true, false, true], new[] { model, model[0], model[1], model[2] }.Select(module => module.IsTraining));
        Assert.All(model.Parameters(), parameter => Assert.True(parameter.RequiresGrad));
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Sequential model = new(new Conv2d(1, 2, 3, rng: new Rng(1)), new ReLU());
        Tensor pictures = Tensor.Uniform([1, 1, 6, 6], rng: new Rng(2));
        FeatureInversion inversion = new() { Layer = "1", Steps = 2 };
        Assert.Contains("no layer called 7", Assert.Throws<ArgumentException>(() => (inversion with { Layer = "7" }).Invert(model, pictures)).Message);
        Assert.Contains("gives", Assert.Throws<ArgumentException>(() => inversion.Invert(model, Tensor.Ones([1, 2, 3, 3]), [1, 1, 6, 6])).Message);
        Assert.Contains("all 0", Assert.Throws<ArgumentException>(() => inversion.Invert(model, Tensor.Zeros([1, 2, 4, 4]), [1, 1, 6, 6])).Message);
        Assert.Contains("these are", Assert.Throws<ArgumentException>(() => (inversion with { LearningRate = 0 }).Invert(model, pictures)).Message);
        Assert.Contains("NaN", $"{inversion.Invert(model, model.Predict(pictures), pictures.Shape, new Rng(1)).PictureError}");
    }

    private sealed class LeftHalf : Module
    {
        public override Tensor Forward(Tensor input) => input[.., .., .., ..2].Contiguous();
    }
}

using NotebookKit.Layers;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Small networks to look with.</summary>
internal static class Eyes
{
    /// <summary>Two layers in double precision, with every place by itself when <paramref name="kernel"/> is 1.</summary>
    public static Sequential Network(int kernel = 3, DType dtype = DType.Float64)
    {
        Sequential model = new(
        [
            ("first", new Sequential(new Conv2d(3, 5, kernel, padding: kernel / 2, rng: new Rng(11), dtype: dtype), new ReLU())),
            ("second", new Sequential(new Conv2d(5, 4, kernel, padding: kernel / 2, rng: new Rng(12), dtype: dtype), new ReLU())),
            ("head", new Conv2d(4, 2, 1, rng: new Rng(13), dtype: dtype)),
        ]);
        model.IsTraining = false;
        return model;
    }

    public static LossNetwork Small(int kernel = 3, DType dtype = DType.Float64) => new(Network(kernel, dtype))
    {
        Name = "small",
        ContentLayers = new Dictionary<string, double> { ["second"] = 1 },
        StyleLayers = new Dictionary<string, double> { ["first"] = 1, ["second"] = 0.5 },
    };

    public static Tensor Picture(int seed, int height = 12, int width = 14, DType dtype = DType.Float64) => Tensor.Uniform([1, 3, height, width], rng: new Rng(seed), dtype: dtype);
}

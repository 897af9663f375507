using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Regularization;

namespace NotebookKit.Tests.Losses;

/// <summary>What makes tensors of its own besides its operands makes them where the operands live; the slow device stands for another.</summary>
public class LossesElsewhereTests
{
    private static readonly (string Name, Func<Device, Tensor> Run)[] Cases =
    [
        ("cross-entropy with an ignored label", device => Loss.CrossEntropy(Scores(device), Labels(device), ignored: 2)),
        ("cross-entropy with weights and smoothing", device => Loss.CrossEntropy(Scores(device), Labels(device), weights: Tensor.From([1f, 2f, 3f]).To(device), smoothing: 0.1)),
        ("negative log-likelihood", device => Loss.NegativeLogLikelihood(Scores(device).LogSoftmax(), Labels(device))),
        ("focal", device => Loss.Focal(Scores(device), Labels(device))),
        ("margins of classes", device => Loss.MultiMargin(Scores(device), Labels(device))),
        ("pairs", device => Loss.PairSimilarity(Scores(device), Scores(device) * 2, Tensor.From([1f, 0f, 1f, 0f]).To(device))),
        ("positions", device => new PositionalEncoding().Forward(Scores(device).Reshape(1, 4, 3))),
        ("jitter", device => new Jitter(0.5, new Rng(4)).Apply(Scores(device))),
        ("noise", device => new GaussianNoise(0.5, new Rng(4)).Forward(Scores(device))),
        ("Jacobian", device => Gradient.Jacobian(x => x.Square(), Scores(device))),
        ("Jacobian times a direction", device => Gradient.JacobianVectorProduct(x => x.Square(), Scores(device), Scores(device))),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_lives_where_its_operands_do_and_is_that_of_the_processor(string name)
    {
        Func<Device, Tensor> run = Cases.Single(each => each.Name == name).Run;
        Tensor there = run(Device.Reference);
        Assert.Same(Device.Reference, there.Device);
        float[] expected = run(Device.Cpu).ToArray<float>();
        float[] actual = there.ToArray<float>();
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static Tensor Scores(Device device) => Tensor.Normal([4, 3], rng: new Rng(1)).To(device);

    private static Tensor Labels(Device device) => Tensor.From([0L, 2L, 1L, 1L]).To(device);
}

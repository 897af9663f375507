using NotebookKit.Data;
using NotebookKit.Files;
using NotebookKit.Gradients;
using NotebookKit.Tests.Files;

namespace NotebookKit.Tests.Data;

/// <summary>Scaling of inputs: the lecture's numbers, statistics of the training set only, and the way to a file and back.</summary>
public class ScalerTests
{
    private static readonly Tensor Train = Table(200, 1);
    private static readonly Tensor Test = Table(50, 2);

    public static TheoryData<string> Kinds => ["Standardizer", "RangeScaler", "Whitener", "principal components"];

    [Fact]
    [Trait("System", "NRM-INPUT")]
    [Trait("Golden", "G-NORM")]
    public void Inputs_are_normalised_by_the_statistics_of_the_training_set()
    {
        Standardizer lecture = new(Tensor.From([0.32, 1423.2, 0.00132]), Tensor.From([0.11, 155.2, 0.00042]));
        AssertClose([1.181818, 1.069588, 0.261905], lecture.Apply(Tensor.From([0.45, 1589.2, 0.00143], [1, 3])), 1e-6);

        Standardizer scaler = Standardizer.Fit(Train);
        double[] mean = Train.Mean(0).ToArray<double>();
        double[] deviation = (Train - Train.Mean(0)).Square().Mean(0).Sqrt().ToArray<double>();
        AssertClose(mean, scaler.Mean, 1e-12);
        AssertClose(deviation, scaler.Deviation, 1e-12);
        Tensor scaled = scaler.Apply(Train);
        AssertClose([0, 0, 0], scaled.Mean(0), 1e-12);
        AssertClose([1, 1, 1], scaled.Square().Mean(0), 1e-12);

        // The test set is seen through the training set's eyes: its own mean is not 0.
        double[] expected = [.. Test.ToArray<double>().Select((x, i) => (x - mean[i % 3]) / deviation[i % 3])];
        AssertClose(expected, scaler.Apply(Test), 1e-12);
        Assert.Contains(scaler.Apply(Test).Mean(0).ToArray<double>(), m => Math.Abs(m) > 0.01);
    }

    [Fact]
    [Trait("System", "INIT-SCALE")]
    [Trait("Golden", "G-K5")]
    public void Scalers_give_the_stated_ranges_exactly()
    {
        Assert.Equal((0.15, 0.85), RangeScaler.SigmoidRange);
        Assert.Equal((-1.716, 1.716), RangeScaler.TanhRange);
        foreach ((double low, double high) in new[] { RangeScaler.SigmoidRange, RangeScaler.TanhRange, (0.0, 1.0) })
        {
            double[] y = RangeScaler.Fit(Train, (low, high)).Apply(Train).ToArray<double>();
            float[] narrow = RangeScaler.Fit(Train.To(DType.Float32), (low, high)).Apply(Train.To(DType.Float32)).ToArray<float>();
            for (int feature = 0; feature < 3; feature++)
            {
                Assert.Equal(low, y.Where((_, i) => i % 3 == feature).Min());
                Assert.Equal(high, y.Where((_, i) => i % 3 == feature).Max());
                Assert.Equal((float)low, narrow.Where((_, i) => i % 3 == feature).Min());
                Assert.Equal((float)high, narrow.Where((_, i) => i % 3 == feature).Max());
            }
        }

        Tensor standard = Standardizer.Fit(Train).Apply(Train);
        AssertClose([0, 0, 0], standard.Mean(0), 1e-12);
        AssertClose([1, 1, 1], standard.Square().Mean(0), 1e-12);
    }

    [Theory]
    [Trait("System", "NRM-WHITEN")]
    [InlineData(true)]
    [InlineData(false)]
    public void Whitened_data_have_the_identity_as_covariance(bool turnBack)
    {
        Tensor white = Whitener.Fit(Train, turnBack: turnBack).Apply(Train);
        AssertClose([0, 0, 0], white.Mean(0), 1e-12);
        AssertClose([1, 0, 0, 0, 1, 0, 0, 0, 1], white.Transpose().MatMul(white) / Train.Shape[0], 1e-8);
    }

    [Fact]
    public void Turned_back_each_whitened_feature_goes_with_itself()
    {
        Tensor scaled = Standardizer.Fit(Train).Apply(Train);
        Tensor correlation = scaled.Transpose().MatMul(Whitener.Fit(Train).Apply(Train)) / Train.Shape[0];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(correlation[i, i].Item() > 0.5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_scaler_from_a_file_does_the_same_for_a_single_example_and_back(string kind)
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "scaler.npz");
        InputScaler scaler = Fitted(kind);
        scaler.Save(path);
        InputScaler loaded = InputScaler.Load(path);
        Assert.Equal(scaler.GetType(), loaded.GetType());
        Tensor one = Test[3..4];
        Tensor scaled = loaded.Apply(one);
        Assert.Equal(scaler.Apply(one).ToArray<double>(), scaled.ToArray<double>());
        AssertClose(scaler.Apply(Test)[3..4].ToArray<double>(), scaled, 1e-12);
        AssertClose(one.ToArray<double>(), loaded.Invert(scaled), 1e-10);
        AssertClose(Train.ToArray<double>(), loaded.Invert(scaler.Apply(Train)), 1e-10);
        Assert.Equal(DType.Float32, loaded.Apply(one.To(DType.Float32)).DType);
        Assert.True(Gradient.Check(x => loaded.Apply(x), one).IsRight);
    }

    [Fact]
    public void Pictures_are_scaled_by_channel()
    {
        Tensor pictures = Tensor.Uniform([4, 2, 3, 3], 0, 255, new Rng(3), DType.Float64);
        Standardizer scaler = Standardizer.Fit(pictures);
        Assert.Equal(2, scaler.Features);
        double[] first = scaler.Apply(pictures)[.., 0].ToArray<double>();
        Assert.Equal(0, first.Average(), 1e-12);
        Assert.Equal(1, first.Average(v => v * v), 1e-12);
    }

    [Fact]
    public void A_feature_that_never_changes_is_left_without_a_division_by_zero()
    {
        Tensor x = Tensor.From(new double[,] { { 0.1, 1 }, { 0.1, 2 }, { 0.1, 4 } });
        Assert.Equal([0.0, 0, 0], Standardizer.Fit(x).Apply(x)[.., 0].ToArray<double>());
        Assert.Equal([0.15, 0.15, 0.15], RangeScaler.Fit(x, RangeScaler.SigmoidRange).Apply(x)[.., 0].ToArray<double>());
        AssertClose(x.ToArray<double>(), RangeScaler.Fit(x).Invert(RangeScaler.Fit(x).Apply(x)), 1e-15);
        Assert.Contains("epsilon", Assert.Throws<ArgumentException>(() => Whitener.Fit(x)).Message, StringComparison.Ordinal);
        Assert.All(Whitener.Fit(x, 0.01).Apply(x).ToArray<double>(), v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Misuses_are_explained()
    {
        Tensor narrow = Tensor.Zeros([2, 2]);
        (Action Run, string[] Says)[] misuses =
        [
            (() => Standardizer.Fit(Tensor.Zeros([0, 3])), ["Standardizer.Fit", "[0, 3]", "empty"]),
            (() => Standardizer.Fit(Tensor.Zeros([5])), ["Standardizer.Fit", "[5]", "Unsqueeze(1)"]),
            (() => Standardizer.Fit(Tensor.From([1L, 2], [2, 1])), ["Standardizer.Fit", "Int64"]),
            (() => Standardizer.Fit(Tensor.From([1, double.NaN], [2, 1])), ["Standardizer.Fit", "feature 0", "NaN", "missing"]),
            (() => Standardizer.Fit(Train).Apply(narrow), ["Standardizer.Apply", "3 features", "[2, 2]"]),
            (() => Standardizer.Fit(Train).Invert(narrow), ["Standardizer.Invert", "[2, 2]"]),
            (() => _ = new Standardizer(Tensor.Zeros([3]), Tensor.Zeros([2])), ["Standardizer", "[3]", "[2]"]),
            (() => _ = new Standardizer(Tensor.Zeros([1]), Tensor.Zeros([1]) - 1), ["Standardizer", "0 or more", "-1"]),
            (() => RangeScaler.Fit(Train, (1, 1)), ["RangeScaler", "low is 1"]),
            (() => RangeScaler.Fit(Train).Apply(narrow), ["RangeScaler.Apply", "[2, 2]"]),
            (() => Whitener.Fit(Tensor.Zeros([2, 3, 4, 4])), ["Whitener.Fit", "[2, 3, 4, 4]", "Flatten(1)"]),
            (() => Whitener.Fit(Train).Apply(Tensor.Zeros([2, 3, 4])), ["Whitener.Apply", "[2, 3, 4]"]),
            (() => Whitener.Fit(Train).Apply(narrow), ["Whitener.Apply", "[2, 2]"]),
        ];
        Assert.All(misuses, misuse =>
        {
            ArgumentException e = Assert.ThrowsAny<ArgumentException>(misuse.Run);
            Assert.All(misuse.Says, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_file_that_holds_no_scaler_says_so()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "other.npz");
        foreach (string name in new[] { "weights", "Standardizer.mean", "Whitener.forward" })
        {
            NpzFile.Write(path, [KeyValuePair.Create(name, new NpyArray([1], new double[] { 1 }))]);
            Assert.Contains("other.npz", Assert.Throws<InvalidDataException>(() => InputScaler.Load(path)).Message, StringComparison.Ordinal);
        }

        NpzFile.Write(path, [KeyValuePair.Create("Standardizer.mean", new NpyArray([1], new[] { 1L }))]);
        Assert.Contains("Int64[]", Assert.Throws<InvalidDataException>(() => InputScaler.Load(path)).Message, StringComparison.Ordinal);
    }

    private static InputScaler Fitted(string kind) => kind switch
    {
        "Standardizer" => Standardizer.Fit(Train),
        "RangeScaler" => RangeScaler.Fit(Train, RangeScaler.TanhRange),
        "Whitener" => Whitener.Fit(Train),
        _ => Whitener.Fit(Train, turnBack: false),
    };

    // Three features of different size that go with each other.
    private static Tensor Table(int rows, int seed)
    {
        Tensor mix = Tensor.From(new double[,] { { 0.11, 40, 0.0001 }, { 0, 150, 0.0002 }, { 0, 0, 0.0004 } });
        return Tensor.Normal([rows, 3], rng: new Rng(seed), dtype: DType.Float64).MatMul(mix) + Tensor.From([0.32, 1423.2, 0.00132]);
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i} is {values[i]:R}, expected {expected[i]:R}");
        }
    }
}

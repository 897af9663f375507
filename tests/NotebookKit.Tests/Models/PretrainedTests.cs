using NotebookKit.Data;
using NotebookKit.Files;
using NotebookKit.Models;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Models;

/// <summary>Trained weights give what their makers got, where they are at hand.</summary>
public class PretrainedTests(ITestOutputHelper log)
{
    [Fact]
    public void The_network_of_the_kit_gives_what_PyTorch_gives_with_its_weights()
    {
        Features28 model = Pretrained.Features28();
        Assert.Equal(34_948, model.ParameterCount);
        Assert.False(model.IsTraining);

        // As PyTorch 2.14.1 has it, for a picture of a sine.
        Tensor wave = Tensor.From([.. Enumerable.Range(0, 784).Select(i => (float)Math.Abs(Math.Sin(i * 0.37)))], new Shape(1, 1, 28, 28));
        double[] expected =
        [
            -4.46844, -5.91035, -2.60805, 1.65672, -5.32076, -5.2529, -3.95134, -6.57769, 0.24514, -2.10451,
            3.63181, 3.52449, 5.06238, 2.53837, 1.2998, 2.55099, 5.20911, 2.81308, 8.98928, -0.31854,
        ];
        Assert.All(expected.Zip(model.Predict(wave).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 5e-5));
        Assert.Equal(new Shape(1, Features28.FeatureCount), model.Trunk.Predict(wave).Shape);
    }

    [Fact]
    public void The_network_of_the_kit_knows_digits_and_clothing_that_it_never_saw()
    {
        Features28 model = Pretrained.Features28();
        int Right(Dataset test, int first)
        {
            Batch some = test.Load([.. Enumerable.Range(0, 500)]);
            return model.Predict(some.Inputs).ArgMax(1).EqualTo(some.Labels + first).CountNonZero().ToArray<long>() is [long right] ? (int)right : -1;
        }

        int digits = Right(Datasets.Mnist().Test, 0), clothes = Right(Datasets.FashionMnist().Test, 10);
        log.WriteLine($"{digits} digits and {clothes} pieces of clothing of 500 each");
        Assert.InRange(digits, 485, 500);
        Assert.InRange(clothes, 425, 500);
    }

    [Fact]
    public void SqueezeNet_gives_the_reference_output_of_its_weights()
    {
        if (!IsHere("squeezenet1.1", "squeezenet1.1-check"))
        {
            return;
        }

        NamedArrays check = Datasets.Weights("squeezenet1.1-check");
        Tensor input = Tensor.From((float[])check["input"].Values, new Shape(1, 3, 224, 224));
        float[] expected = (float[])check["output"].Values;
        float[] got = Pretrained.SqueezeNet11().Predict(input).ToArray<float>();

        // The input is noise from 0 to 255, so scores are large; the weights are kept in 11 bits.
        double largest = expected.Max(Math.Abs);
        double furthest = expected.Zip(got, (a, b) => Math.Abs(a - b)).Max();
        log.WriteLine($"largest score {largest:G6}, furthest {furthest:G3}");
        Assert.True(furthest < 2e-3 * largest, $"{furthest} of {largest}");
        Assert.Equal(Array.IndexOf(expected, expected.Max()), Array.IndexOf(got, got.Max()));
    }

    [Fact]
    public void ResNet20_gives_what_PyTorch_gives_with_its_weights()
    {
        if (!IsHere("resnet20"))
        {
            return;
        }

        CifarResNet model = Pretrained.ResNet20();
        Assert.Equal(269_722, model.ParameterCount);
        int statistics = model.NamedBuffers().Where(named => named.Name.Contains("running", StringComparison.Ordinal)).Sum(named => named.Buffer.Count);
        Assert.Equal(271_098, model.ParameterCount + statistics);
        Assert.False(model.IsTraining);

        // As PyTorch 2.14.1 has it, for pictures of a sine.
        Tensor waves = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 32 * 32).Select(i => (float)Math.Sin(i * 0.37))], new Shape(2, 3, 32, 32));
        double[] expected =
        [
            4.88491, 9.47246, -2.83298, -2.46321, -6.17066, -4.41016, 4.27322, -9.29902, 0.12653, 6.42208,
            5.37803, 8.78807, -2.27437, -2.8487, -5.45585, -4.22858, 3.78909, -9.58422, 0.23215, 6.20547,
        ];
        Assert.All(expected.Zip(model.Predict(waves).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
    }

    [Fact]
    public void ResNet20_knows_most_small_pictures_although_they_come_as_JPEG()
    {
        if (!IsHere("resnet20") || DataFinder.Default().FindLocally(DatasetTable.Cifar10Subset) is null)
        {
            log.WriteLine("not checked: the weights and the CIFAR-10 subset need NOTEBOOKKIT_DATA.");
            return;
        }

        // Its makers count 91.8 % of the 10,000 pictures as they are; these are compressed, and twenty of each class.
        Dataset test = Datasets.Cifar10Subset().Test;
        Tensor some = Tensor.From([.. Enumerable.Range(0, 200).Select(i => 5L * i)]);
        long[] guesses = Pretrained.ResNet20().Predict(Pretrained.Normalised(test.Inputs.IndexSelect(0, some))).ArgMax(1).ToArray<long>();
        int right = guesses.Zip(test.Labels.IndexSelect(0, some).ToArray<long>()).Count(pair => pair.First == pair.Second);
        log.WriteLine($"{right} of 200 right");
        Assert.InRange(right, 140, 200);
    }

    [Fact]
    public void Weights_that_are_not_there_are_asked_for_with_the_way_to_get_them()
    {
        if (DataFinder.Default().FindLocally(DatasetTable.Weights.Single(set => set.Name == "resnet20")) is not null)
        {
            log.WriteLine("not checked: the weights are at hand.");
            return;
        }

        Assert.Contains("NOTEBOOKKIT_DATA", Assert.ThrowsAny<Exception>(Pretrained.ResNet20).Message, StringComparison.Ordinal);
    }

    private bool IsHere(params string[] names)
    {
        bool isHere = names.All(name => DataFinder.Default().FindLocally(DatasetTable.Weights.Single(set => set.Name == name)) is not null);
        if (!isHere)
        {
            log.WriteLine($"not checked: {string.Join(" and ", names)} need NOTEBOOKKIT_DATA.");
        }

        return isHere;
    }
}

using NotebookKit.Data;
using NotebookKit.Files;
using NotebookKit.Models;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Models;

/// <summary>Trained weights give what their makers got, where they are at hand.</summary>
public class PretrainedTests(ITestOutputHelper log)
{
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

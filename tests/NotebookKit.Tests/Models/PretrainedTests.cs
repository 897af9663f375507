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
    public void ResNet20_knows_nine_of_ten_small_pictures()
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
        if (DataFinder.Default().FindLocally(DatasetTable.Cifar10Subset) is null)
        {
            log.WriteLine("accuracy not checked: the CIFAR-10 subset needs NOTEBOOKKIT_DATA.");
            return;
        }

        Dataset test = Datasets.Cifar10Subset().Test;
        const int Count = 200;
        Tensor pictures = Pretrained.Normalised(test.Inputs[..Count]);
        long[] guesses = model.Predict(pictures).ArgMax(1).ToArray<long>();
        int right = guesses.Zip(test.Labels[..Count].ToArray<long>()).Count(pair => pair.First == pair.Second);
        log.WriteLine($"{right} of {Count} right");
        Assert.InRange(right, Count * 85 / 100, Count);
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

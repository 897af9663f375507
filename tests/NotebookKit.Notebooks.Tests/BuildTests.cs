namespace NotebookKit.Notebooks.Tests;

public class BuildTests
{
    [Fact]
    public void Placeholder_until_the_first_real_test() => Assert.Equal(4, 2 + 2);
}

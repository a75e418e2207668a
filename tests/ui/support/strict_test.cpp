#include "tests/ui/support/strict_test.h"
